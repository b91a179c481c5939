/** As much of a document as the gate looks at. */
export interface Lines {
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
 * Places where a completion of ours can be asked for at all. While a person types elsewhere, the
 * language server is not even called: one typed line otherwise costs a request per word, and the editor
 * does not distinguish a typed word from an explicit request. It lets too much through rather than too
 * little; the server decides. `typed` is the sign that made the editor ask, when one did.
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

/** The usual readers; also behind the cursor, as in `const { KEY } = process.env`. */
const readsSecrets = /secret|vault|environ|getenv|\.env\b/i;

/** Names stand in strings; the reader may have any name, or stand on the line above. */
const insideString = /["'`][^"'`]*$/;

/** Without quotes yet, straight behind a bracket or comma: where a person asks by hand. */
const startsArgument = /[([,]\s*$/;

/** The object whose members are variables. */
const afterEnvironment = /\benv\??\.$/;

/** `creds.cli`: in JavaScript, what a variable holds is read by dots. */
function isMember(document: Lines, before: string): boolean {
  if (!/^(java|type)script/.test(document.languageId) || isNoCode.test(before)) return false;
  const [, name] = /(?<![\w$.])([A-Za-z_$][\w$]*)\??\.[\w$]*$/.exec(before) ?? [];
  return name !== undefined && (isCalledLikeOne.test(name) || holdsSecret(document.getText(), name));
}

/** Inside of a string, or a comment. */
const isNoCode = /["'`][^"'`]*$|^\s*(?:\/\/|\/?\*)/;

/** What another function hands over has no reader in sight. */
const isCalledLikeOne = /secret|cred|auth/i;

/** Whether the name is given something that was read: `const crm = await conv.utils.getSecret('crm')`. */
function holdsSecret(text: string, name: string): boolean {
  const given = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\b[^=;\n]*=([^;]{0,200})`, 'g');
  return [...text.matchAll(given)].some(([, what = '']) => readsSecrets.test(what));
}

const isBareWord = /^\s*[\w$]*$/;

/** Whether a call or pattern of several lines continues here, with its reading function on another line. */
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
