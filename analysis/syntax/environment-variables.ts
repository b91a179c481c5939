/** How much of a call is searched for the variables that it sets. */
const reach = 4000;

/** Matches code that loads a file of variables with unknown names. */
const loader = new RegExp(
  [
    String.raw`\b(?:load_dotenv|read_dotenv|read_env|loadEnvFile|loadEnvConfig)\s*\(`,
    String.raw`["'\`](?:dotenv(?:-\w+)?|@dotenvx/dotenvx)/(?:auto)?config["'\`]`,
    String.raw`["'\`](?:dotenv(?:-\w+)?|@dotenvx/dotenvx)["'\`][^]*\bconfig\s*\(`,
  ].join('|'),
);

/** Whether code loads a file of environment variables. Uses the text alone. */
export function loadsVariables(text: string): boolean {
  return text.includes('env') && loader.test(text);
}

/** Matches `environ[key] = …` and `env[key] = …` in a loop. */
const computed = /\benv(?:iron)?\s*\[\s*(?!["'`])[^\]\n]+\]\s*=(?![=>])/;

/** Matches calls that set several variables at once. */
const several =
  /\bpatch\.dict\s*\(|\benviron\s*\.\s*update\s*\(|\bObject\s*\.\s*assign\s*\(\s*process\s*\.\s*env\b|\benviron\s*\|=|\bprocess\s*\.\s*env\s*=(?![=>])/g;

/**
 * Determines which environment variables a program sets itself, as tests do: `os.environ["A"] = …`,
 * `monkeypatch.setenv("A", …)`, `process.env.A = …`. These need not be set elsewhere. Uses the text alone.
 */
export function variablesSetIn(text: string): (name: string) => boolean {
  if (loadsVariables(text) || computed.test(text)) return () => true;
  const calls = [...text.matchAll(several)].map(({ index }) => callAt(text, index)).filter(concernsVariables);
  if (calls.some((call) => !isWrittenOut(call))) return () => true;
  const set = new Set(setAlone(text));
  for (const call of calls) for (const key of keysIn(call)) set.add(key);
  return (name) => set.has(name);
}

const member = /\benv(?:iron)?\s*(?:\.\s*([\w$]+)|\[\s*["'`]([^"'`\n]*)["'`]\s*\])\s*=(?![=>])/g;
const setter =
  /\b(?:setdefault|setenv|set_env|putenv|setitem|stubEnv|setEnv)\s*\((?:\s*os\.environ\s*,)?\s*["'`]([^"'`\n]*)["'`]/g;

function* setAlone(text: string): Generator<string> {
  for (const [, name, quoted] of text.matchAll(member)) yield name ?? quoted ?? '';
  for (const [, name = ''] of text.matchAll(setter)) yield name;
}

function callAt(text: string, from: number): string {
  const near = text.slice(from, from + reach);
  let depth = 0;
  for (const { 0: bracket, index } of near.matchAll(/[()[\]{}]/g)) {
    depth += /[([{]/.test(bracket) ? 1 : -1;
    if (depth <= 0) return near.slice(0, index + 1);
  }
  return near;
}

/** `patch.dict` works on any dictionary, so the call must mention the environment. */
function concernsVariables(call: string): boolean {
  return !call.startsWith('patch') || call.includes('environ');
}

/** Whether a call sets only literal names, without variables or `**rest`. */
function isWrittenOut(call: string): boolean {
  const given = call.replaceAll(/\.{3}\s*process\s*\.\s*env\b|\*\*\s*os\s*\.\s*environ\b/g, '');
  const isCopyOfOthers = /\*\*|\.{3}/.test(given);
  return !isCopyOfOthers && /\{|\w\s*=(?!=)|\(\s*\)/.test(given);
}

function* keysIn(call: string): Generator<string> {
  for (const [, name = ''] of call.matchAll(/([\w$]+)["'`]?\s*[:=,}]/g)) yield name;
}

const environment = String.raw`(?:set|list|tuple|sorted|frozenset)?\(?\s*(?:os\s*\.\s*environ|environ|process\s*\.\s*env)(?:\s*\.\s*keys\s*\(\s*\))?(?!\s*[\w.[(])`;

/** Matches code that compares a set with all variables, or checks each entry of a list. */
const comparison = new RegExp(
  String.raw`(?:\bin|[-&]|[<>]=?|==)\s*${environment}|\b(?:difference|intersection|isdisjoint|issubset)\s*\(\s*${environment}|` +
    String.raw`\benviron\s*\.\s*keys\s*\(\s*\)\s*(?:>=?|&|==)`,
);

/**
 * Determines which environment variables a program looks up among all variables: `"A" in os.environ`,
 * `required - set(os.environ)`. The author then knows that they may be missing. Uses the text alone.
 */
export function variablesAskedFor(text: string): (name: string) => boolean {
  if (!comparison.test(text)) return () => false;
  const [once, twice] = [new Set<string>(), new Set<string>()];
  for (const [, , name = ''] of text.matchAll(/(["'])([\w$]+)(?=\1)/g)) {
    (once.has(name) ? twice : once).add(name);
  }
  return (name) => twice.has(name);
}
