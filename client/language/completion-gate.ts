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
 * Positions where our completion can apply at all. Elsewhere the language server is not even called: the
 * editor sends a request per typed word, and does not distinguish a typed word from an explicit request. The
 * gate prefers to let too much through; the server decides. `typed` is the trigger character, if one
 * triggered the request.
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

/** The usual readers; also after the cursor, as in `const { KEY } = process.env`. */
const readsSecrets = /secret|vault|environ|getenv|\.env\b/i;

/** Names are written in strings; the reader may have any name, or be on the line above. */
const insideString = /["'`][^"'`]*$/;

/** No quotes yet, directly after a bracket or comma: where a user requests completion explicitly. */
const startsArgument = /[([,]\s*$/;

/** The object whose members are variables. */
const afterEnvironment = /\benv\??\.$/;

/** `creds.cli`: in JavaScript, the value in a variable is read with dots. */
function isMember(document: Lines, before: string): boolean {
  if (!/^(java|type)script/.test(document.languageId) || isNoCode.test(before)) return false;
  const [, name] = /(?<![\w$.])([A-Za-z_$][\w$]*)\??\.[\w$]*$/.exec(before) ?? [];
  return name !== undefined && (isCalledLikeOne.test(name) || holdsSecret(document.getText(), name));
}

/** Inside a string or a comment. */
const isNoCode = /["'`][^"'`]*$|^\s*(?:\/\/|\/?\*)/;

/** A value returned by another function has no reader in sight. */
const isCalledLikeOne = /secret|cred|auth/i;

/** Whether the name is assigned a value that was read: `const crm = await conv.utils.getSecret('crm')`. */
function holdsSecret(text: string, name: string): boolean {
  const given = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\b[^=;\n]*=([^;]{0,200})`, 'g');
  return [...text.matchAll(given)].some(([, what = '']) => readsSecrets.test(what));
}

const isBareWord = /^\s*[\w$]*$/;

/** Whether a multi-line call or pattern continues here, with its reading function on another line. */
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
