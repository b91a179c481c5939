import { Random } from '../random.ts';
import { type Idiom, idiomsOf, type Language, type Selection, type Shape, type Subject } from './idioms.ts';

/** The secrets that generated programs read, by the kind of value. */
export const secretNames = {
  text: 'crm_key',
  fields: 'booking_creds',
  json: 'sms_account',
  url: 'orders_db',
};
/** The fields of the dictionary. The first two are credentials. */
export const fieldNames = ['API_KEY', 'TOKEN', 'base_url', 'brand'];

/** The line at the end of a flow, where a value may arrive or a secret is read. */
export interface Sink {
  readonly path: string;
  /** Starts at 1. */
  readonly line: number;
  readonly idioms: readonly Idiom[];
}

export interface IdiomProgram {
  readonly seed: number;
  readonly language: Language;
  /** Code by path. The functions in the first file are called with a conversation. */
  readonly files: Readonly<Record<string, string>>;
  readonly functions: readonly string[];
  readonly sinks: readonly Sink[];
}

interface Writing {
  readonly language: Language;
  readonly random: Random;
  readonly files: Map<string, string[]>;
  readonly names: Set<string>;
}

const extensions = { python: 'py', javascript: 'js', typescript: 'ts' };
const maximumSteps = 3;

/**
 * Generates the same program for the same seed: up to three agent functions, each with a read and a sink. A selection
 * that has only reads is continued with the steps and sinks of all lists.
 */
export function generate(
  about: Subject,
  language: Language,
  seed: number,
  selection: Selection = 'all',
): IdiomProgram {
  const writing = writingOf(language, seed);
  const idioms = idiomsOf(about, language, selection);
  const isOnlyReads = idioms.every(({ from }) => from === 'read');
  const others = isOnlyReads ? idiomsOf(about, language).filter(({ from }) => from !== 'read') : [];
  const count = 1 + writing.random.below(3);
  return written(writing, seed, count, () => flowOf(writing, [...idioms, ...others]));
}

/** A program for each start of the selection, which ends in the sink with these words and has nothing else. */
export function generateEach(
  about: Subject,
  language: Language,
  end: string,
  selection: Selection = 'all',
): readonly IdiomProgram[] {
  const sink = idiomsOf(about, language).find(({ words, to }) => to === 'sink' && words === end);
  if (sink === undefined) throw new Error(`There is no "${end}".`);
  return idiomsOf(about, language, selection)
    .filter(({ from }) => from === 'read')
    .map((start, seed) => written(writingOf(language, seed), seed, 1, () => [start, sink]));
}

/** A program for each idiom about values of the selection, alone between the plainest read and sink that fit it. */
export function generateAlone(language: Language, selection: Selection = 'all'): readonly IdiomProgram[] {
  const plain = idiomsOf('values', language, 'first');
  const print = plain.find(({ to }) => to === 'sink');
  return idiomsOf('values', language, selection).flatMap((idiom, seed) => {
    const reads = plain.filter((read) => read.from === 'read' && takes(idiom, shapeAfter(read, 'text')));
    const [read] = idiom.from === 'read' ? [undefined] : reads;
    const flow = [read, idiom, idiom.to === 'sink' ? undefined : print].filter((one) => one !== undefined);
    return [written(writingOf(language, seed), seed, 1, () => flow)];
  });
}

function writingOf(language: Language, seed: number): Writing {
  return { language, random: new Random(seed), files: new Map(), names: new Set() };
}

function written(
  writing: Writing,
  seed: number,
  count: number,
  nextFlow: () => readonly Idiom[],
): IdiomProgram {
  const { language } = writing;
  const start = `start.${extensions[language]}`;
  writing.files.set(start, []);
  const functions: string[] = [];
  const flows: (readonly Idiom[])[] = [];
  const bodies: string[] = [];
  for (let number = 1; number <= count; number++) {
    const name = `step_${String(number)}`;
    const flow = nextFlow();
    bodies.push(functionOf(writing, name, flow, start));
    functions.push(name);
    flows.push(flow);
  }
  const files = Object.fromEntries(
    [...writing.files].map(([path, parts]) => {
      const code = [...parts, ...(path === start ? bodies : [])].filter((part) => part !== '').join('\n\n\n');
      return [path, `${importsFor(language, code)}${code}\n`];
    }),
  );
  const sinks = Object.entries(files).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, number): readonly Sink[] => {
      const flow = flows[functions.indexOf(/(?:#|\/\/) here: (\w+)$/.exec(line)?.[1] ?? '')];
      return flow === undefined ? [] : [{ path, line: number + 1, idioms: flow }];
    }),
  );
  return { seed, language, files, functions, sinks };
}

/** Chooses a read, some steps, and a sink, each of which accepts what the previous one produces. */
function flowOf({ random }: Writing, idioms: readonly Idiom[]): readonly Idiom[] {
  const isEveryday = random.chance(0.6);
  const read = chosen(random, isEveryday, idioms, ({ from }) => from === 'read');
  const flow = [read];
  let shape = shapeAfter(read, 'text');
  const steps = random.chance(0.1) ? 0 : 1 + Math.min(random.below(maximumSteps), random.below(maximumSteps));
  for (let step = 0; step < steps; step++) {
    const known = shape;
    const next = chosen(random, isEveryday, idioms, (one) => one.to !== 'sink' && takes(one, known));
    flow.push(next);
    shape = shapeAfter(next, shape);
  }
  const last = shape;
  return [...flow, chosen(random, isEveryday, idioms, (one) => one.to === 'sink' && takes(one, last))];
}

function chosen(
  random: Random,
  isEveryday: boolean,
  idioms: readonly Idiom[],
  fits: (idiom: Idiom) => boolean,
): Idiom {
  const [first, ...others] = idioms.filter((one) => fits(one) && !(isEveryday && one.isRare));
  if (first === undefined) throw new Error('No idiom takes this value.');
  return random.of([first, ...others]);
}

function takes({ from }: Idiom, shape: Shape): boolean {
  if (from === 'any' || from === shape) return true;
  return from === 'text' && (shape === 'json' || shape === 'url');
}

function shapeAfter({ to }: Idiom, before: Shape): Shape {
  return to === 'same' || to === 'sink' ? before : to;
}

function functionOf(writing: Writing, name: string, flow: readonly Idiom[], start: string): string {
  const { language } = writing;
  const lines: string[] = [];
  const afters: { readonly depth: number; readonly lines: readonly string[] }[] = [];
  let depth = 1;
  let value = '';
  for (const [number, idiom] of flow.entries()) {
    const fill = filler(writing, name);
    for (const [path, code] of Object.entries(idiom.files))
      addTo(writing, path === '' ? start : pathIn(language, fill(path, '')), fill(code, ''));
    const next = flow[number + 1];
    lines.push(...idiom.body.map((line) => at(depth, fill(line, value))));
    if (idiom.after.length > 0) {
      afters.push({ depth, lines: idiom.after.map((line) => fill(line, value)) });
    }
    if (/[:{]$/.test(idiom.body.at(-1) ?? '')) depth++;
    value = fill(idiom.result, value);
    if (next !== undefined && !goesInline(writing, value, next)) {
      const kept = fresh(writing, 'value');
      lines.push(at(depth, language === 'python' ? `${kept} = ${value}` : `const ${kept} = ${value};`));
      value = kept;
    }
  }
  for (const { depth: outer, lines: after } of afters.toReversed())
    lines.push(...after.map((line) => at(outer, line)));
  return language === 'python'
    ? `@func_description("Does one thing")\ndef ${name}(conv: Conversation):\n${lines.join('\n')}`
    : `export async function ${name}(conv) {\n${lines.join('\n')}\n}`;
}

/**
 * Whether an expression is written inline where its value is used: only if it is used once, and not in a
 * string.
 */
function goesInline({ random }: Writing, value: string, next: Idiom): boolean {
  if (/^[\w.]+$/.test(value)) return true;
  if (value.startsWith('await ')) return false;
  const code = [...next.body, next.result, ...next.after].join('\n');
  if (code.split('$v').length !== 2 || /\bf"|`|\b(?:lambda|def)\b|=>\s*\$v|del \$v/.test(code)) return false;
  return random.chance(0.4);
}

function filler(writing: Writing, own: string): (code: string, value: string) => string {
  const names = new Map<string, string>();
  return (code, value) =>
    code.replaceAll(/ here$/gm, ` here: ${own}`).replaceAll(/\$(\$|\w+)/g, (_, word: string) => {
      if (word === '$') return '$';
      if (word === 'v') return value;
      if (word === 'b') return 'pick(2)';
      const secret = Object.entries(secretNames).find(([kind]) => kind === word)?.[1];
      if (secret !== undefined) return secret;
      const name = names.get(word) ?? fresh(writing, word);
      names.set(word, name);
      return name;
    });
}

function fresh({ names }: Writing, word: string): string {
  let number = 1;
  while (names.has(`${word}${String(number)}`)) number++;
  const name = `${word}${String(number)}`;
  names.add(name);
  return name;
}

function addTo({ files }: Writing, path: string, code: string): void {
  if (code !== '') files.set(path, [...(files.get(path) ?? []), code]);
}

function pathIn(language: Language, path: string): string {
  return language === 'typescript' ? path.replace(/\.js$/, '.ts') : path;
}

function at(depth: number, line: string): string {
  return line === '' ? '' : '    '.repeat(depth) + line;
}

const modules =
  'abc asyncio base64 binascii collections configparser contextlib copy csv dataclasses datetime enum functools hashlib heapq hmac html io itertools json logging operator os pprint queue re requests shlex string sys textwrap traceback types typing uuid warnings';

function importsFor(language: Language, code: string): string {
  if (language !== 'python') return '';
  const named = modules
    .split(' ')
    .filter((name) => new RegExp(`\\b${name}\\.`).test(code) && !code.includes(`import ${name}\n`));
  const all = code.includes('urllib.parse.') ? [...named, 'urllib.parse'] : named;
  return all.map((name) => `import ${name}\n`).join('') + (all.length > 0 ? '\n' : '');
}
