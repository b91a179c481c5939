import type { SyntaxNode, Tree } from '@lezer/common';
import type { ParsedFile } from './model/parsed-file.ts';
import { SourceFile } from './source/source-file.ts';
import { agentWords } from './references/python/may-read.ts';

/**
 * Why code does something else than it seems to, both to its readers and to the analysis, which take names as they
 * are written. Undefined if it does not.
 */
export function disguiseIn(file: ParsedFile): string | undefined {
  if (!(file instanceof SourceFile)) return undefined;
  for (const find of file.languageId === 'python' ? pythonDisguises : scriptDisguises) {
    const found = find(file.text, file.tree);
    if (found !== undefined) return `${found.reason} (line ${String(file.positionAt(found.at).line + 1)})`;
  }
  return undefined;
}

type FindDisguise = (
  text: string,
  tree: Tree,
) => { readonly at: number; readonly reason: string } | undefined;

/** Python reads `ｐrint` as `print`. */
const lookAlike: FindDisguise = (text, tree) => {
  for (const { 0: letter, index: at } of text.matchAll(/[^\0-\u{7F}]/gu))
    if (/^\w+$/.test(letter.normalize('NFKC')) && isCode(tree.resolveInner(at, 1)))
      return { at, reason: 'spells a name with letters that Python takes for others' };
  return undefined;
};

/** JavaScript reads `k\u0065y` as `key`. */
const escapedName: FindDisguise = (text, tree) => {
  for (const { index: at } of text.matchAll(/\\u/g))
    if (isCode(tree.resolveInner(at, 1))) return { at, reason: 'spells a name with escape sequences' };
  return undefined;
};

/** False in a text or a comment. */
function isCode(inner: SyntaxNode): boolean {
  for (let node: SyntaxNode | null = inner; node !== null; node = node.parent) {
    if (/Name$|Definition$|^FormatReplacement$|^Interpolation$/.test(node.name)) return true;
    if (/String|Comment|RegExp|^JSX|^Escape$/.test(node.name)) return false;
  }
  return true;
}

/** The name of a function that reads secrets, as in `getattr(conv.utils, "get_" + "secret")`. */
const hiddenReader: FindDisguise = (text) => {
  const plain = mentionsIn(text);
  if (mentionsIn(withoutEscapes(text)) > plain)
    return { at: text.search(escapeSequence), reason: 'spells the name of a reader with escape sequences' };
  if (mentionsIn(text.replaceAll(betweenTexts, '')) > plain)
    return { at: text.search(betweenTexts), reason: 'puts the name of a reader together' };
  return undefined;
};

const escapeSequence = /\\(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]{1,6})\}|U00([\da-f]{6})|([0-7]{2,3}))/i;
const escapeSequences = new RegExp(escapeSequence, 'gi');
/** The end of a text and the start of the next one, if they are joined. */
const betweenTexts = /["'`]\s*(?:\+\s*|\\\r?\n\s*)?[rbfu]{0,2}["'`]/gi;
const readers = new RegExp(String.raw`(?<![\w$])(?:${[...agentWords, 'getSecret'].join('|')})(?![\w$])`, 'g');

function withoutEscapes(text: string): string {
  return text.replaceAll(escapeSequences, (_, ...parts: readonly (string | undefined)[]) => {
    const [x, u, braced, long, octal] = parts;
    const code = Number.parseInt(x ?? u ?? braced ?? long ?? octal ?? '', octal === undefined ? 16 : 8);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
  });
}

function mentionsIn(text: string): number {
  return text.match(readers)?.length ?? 0;
}

/** Python starts to count the columns of an indentation again. */
const formFeed: FindDisguise = (text) => {
  const at = text.search(/^[ \t]*\f[ \t\f]*\S/m);
  return at < 0 ? undefined : { at, reason: 'has a form feed in an indentation' };
};

/** JavaScript ends a comment where editors and the analysis see no end of a line. */
const lineEndInComment: FindDisguise = (text) => {
  for (const { 0: comment, index: at } of text.matchAll(/\/\/[^\n]*/g))
    if (/[\r\u2028\u2029]/.test(comment.trimEnd()))
      return { at, reason: 'has an unusual end of a line in a comment' };
  return undefined;
};

const pythonDisguises = [lookAlike, hiddenReader, formFeed];
const scriptDisguises = [escapedName, hiddenReader, lineEndInComment];
