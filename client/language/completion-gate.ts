interface Lines {
  readonly languageId: string;
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
  getText(): string;
}

interface Cursor {
  readonly line: number;
  readonly character: number;
}

/**
 * Whether our completion can apply at this position. If not, the language server is not even called, because
 * the editor sends a request for every typed word and does not distinguish these from explicit requests. If
 * in doubt, this returns true and the server decides. `typed` is the trigger character, if one triggered the
 * request.
 */
export function wantsCompletion(document: Lines, cursor: Cursor, typed?: string): boolean {
  const { text } = document.lineAt(cursor.line);
  const before = text.slice(0, cursor.character);
  if (afterEnvironment.test(before) || isMember(document, before)) return true;
  if (typed === '.') return false;
  return (
    readsSecrets.test(text) ||
    insideString.test(before) ||
    startsArgument.test(before) ||
    (isBareWord.test(before) && goesOn(document, cursor.line))
  );
}

/**
 * The usual functions and objects that read secrets; also matches after the cursor, as in `const { KEY } =
 * process.env`.
 */
const readsSecrets = /secret|vault|environ|getenv|\.env\b/i;

/**
 * Names are written in strings. The function that reads the secret may have any name, or be on the line
 * above.
 */
const insideString = /["'`][^"'`]*$/;

/**
 * Directly after a bracket or comma, where users request completion explicitly and there are no quotes yet.
 */
const startsArgument = /[([,]\s*$/;

/** The object whose properties are variables. */
const afterEnvironment = /\benv\??\.$/;

/** `creds.cli`: in JavaScript, the fields of a value in a variable are accessed with dots. */
function isMember(document: Lines, before: string): boolean {
  if (!/^(java|type)script/.test(document.languageId) || isNoCode.test(before)) return false;
  const [, name] = /(?<![\w$.])([A-Za-z_$][\w$]*)\??\.[\w$]*$/.exec(before) ?? [];
  return name !== undefined && (isCalledLikeOne.test(name) || holdsSecret(document.getText(), name));
}

/** Whether the cursor is inside a string or a comment. */
const isNoCode = /["'`][^"'`]*$|^\s*(?:\/\/|\/?\*)/;

/**
 * If another function returns the value, no reading function is visible here, so the variable's name decides.
 */
const isCalledLikeOne = /secret|cred|auth/i;

/** Whether the variable is assigned a secret: `const crm = await conv.utils.getSecret('crm')`. */
function holdsSecret(text: string, name: string): boolean {
  const given = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\b[^=;\n]*=([^;]{0,200})`, 'g');
  return [...text.matchAll(given)].some(([, what = '']) => readsSecrets.test(what));
}

const isBareWord = /^\s*[\w$]*$/;

/** Whether a multi-line call or pattern continues here, with the reading function on another line. */
function goesOn(document: Lines, line: number): boolean {
  const from = Math.max(0, line - 3);
  const above = linesOf(document, from, line);
  const below = linesOf(document, line + 1, Math.min(document.lineCount, line + 7));
  const last = above.findLast((text) => text.trim() !== '') ?? '';
  return /[([{,]\s*$/.test(last) && readsSecrets.test([...above, ...below].join('\n'));
}

function linesOf(document: Lines, from: number, to: number): readonly string[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => document.lineAt(from + index).text);
}
