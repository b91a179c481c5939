import type { RuleId } from '../../contracts/rule-ids.ts';
import type { TextEdit } from '../model/feature-types.ts';
import { stringToken } from '../syntax/python/strings.ts';
import { hasTree } from '../source/has-tree.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Lines, ParsedFile, Span } from '../model/parsed-file.ts';
import { isInsideText, touchesLines } from './lines-of.ts';
import type { Suppression, UnusedSuppression } from '../model/suppression.ts';
import { isBracketed } from './covered-lines.ts';

/** Returns the edit that suppresses a rule on these lines, in one of the `present` suppressions if possible. Undefined if no comment is possible there. */
export function lineSuppression(
  file: ParsedFile,
  rule: RuleId,
  place: Lines,
  present: readonly Suppression[],
): TextEdit | undefined {
  const mark = markOf(file);
  if (mark === undefined || !hasTree(file)) return undefined;
  const { first, last } = place;
  const isNear = ({ lines }: Suppression): boolean => lines !== undefined && touchesLines(lines, place);
  const comment = `${mark} agent-secrets: ignore[${rule}]`;
  return (
    extended(file, rule, present.find(isNear)) ??
    atEndOfLine(file, last, mark === '#' ? `  ${comment}` : ` ${comment}`) ??
    aboveLine(file, first, comment)
  );
}

export function fileSuppression(
  file: ParsedFile,
  rule: RuleId,
  present: readonly Suppression[],
): TextEdit | undefined {
  const mark = markOf(file);
  if (mark === undefined) return undefined;
  const ofFile = present.find(({ reach }) => reach === 'file');
  const more = extended(file, rule, ofFile);
  if (more !== undefined) return more;
  // Only the byte-order mark, the shebang and the encoding must come first.
  const head = /^\uFEFF?(?:#!.*(?:\r\n?|\n))?(?:[ \t\f]*#.*?coding[:=].*(?:\r\n?|\n))?/.exec(file.text);
  const start = head?.[0].length ?? 0;
  const newText = `${mark} agent-secrets: ignore-file[${rule}]${lineBreakOf(file.text)}`;
  return { range: file.rangeOf({ start, end: start }), newText };
}

/** JSON settings files cannot contain comments. */
function markOf({ languageId }: ParsedFile): '#' | '//' | undefined {
  if (languageId === 'python') return '#';
  return /^(?:java|type)script/.test(languageId) ? '//' : undefined;
}

function extended(file: ParsedFile, rule: RuleId, there: Suppression | undefined): TextEdit | undefined {
  if (there?.ids === undefined) return undefined;
  const at = there.directive.end - 1;
  const newText = there.ids.length === 0 ? rule : `, ${rule}`;
  return { range: file.rangeOf({ start: at, end: at }), newText };
}

function atEndOfLine(file: SourceFile, line: number, comment: string): TextEdit | undefined {
  const start = file.offsetAt({ line, character: 0 });
  const written = file.text.slice(start, endOf(file, line)).trimEnd();
  const end = start + written.length;
  // After a backslash, the line continues, and a comment would break it.
  if (written.endsWith('\\') || isInsideText(file, end) || isOpenString(file, end)) return undefined;
  return { range: file.rangeOf({ start: end, end: endOf(file, line) }), newText: comment };
}

function aboveLine(file: SourceFile, line: number, comment: string): TextEdit | undefined {
  const start = file.offsetAt({ line, character: 0 });
  const before = line === 0 ? '' : file.text.slice(0, start).replace(/(?:\r\n|\r|\n)$/, '');
  const isBetweenElements = isInMarkup(file, start);
  if (!isBetweenElements && (before.endsWith('\\') || isInsideText(file, start))) return undefined;
  const indentation = /^[ \t\f]*/.exec(file.text.slice(start, endOf(file, line)))?.[0] ?? '';
  const written = isBetweenElements ? `{/* ${comment.replace(/^\W+/, '')} */}` : comment;
  const newText = `${indentation}${written}${lineBreakOf(file.text)}`;
  return { range: file.rangeOf({ start, end: start }), newText };
}

/** Whether the offset is among the children of an element. */
function isInMarkup(file: SourceFile, offset: number): boolean {
  const { name, from } = file.tree.resolveInner(offset, -1);
  return name === 'JSXText' && from < offset;
}

/** A string that is still being typed would include the comment. */
function isOpenString(file: SourceFile, end: number): boolean {
  const node = file.tree.resolveInner(end, -1);
  if (!node.name.endsWith('String')) return false;
  if (file.languageId === 'python') return stringToken(file.text, node)?.closed !== true;
  return !/^[^]+["'`]$/.test(file.text.slice(node.from, end));
}

function endOf(file: ParsedFile, line: number): number {
  return file.offsetAt({ line, character: Number.MAX_SAFE_INTEGER });
}

function lineBreakOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

/** Removes the unused ID, or the entire comment if it contains nothing else. */
export function removal(file: ParsedFile, { suppression, id }: UnusedSuppression): TextEdit {
  const kept = (suppression.ids ?? []).filter((one) => id !== undefined && one !== id);
  if (kept.length === 0) return { range: file.rangeOf(wholeOf(file, suppression)), newText: '' };
  const { start, end } = suppression.directive;
  const word = file.text.slice(start, end).replace(/\[[^]*$/, '');
  const newText = `${word}[${kept.map(({ written }) => written).join(', ')}]`;
  return { range: file.rangeOf({ start, end }), newText };
}

/**
 * Returns the comment with its reason and the space before it. If nothing else is on the line, includes the
 * line.
 */
function wholeOf(file: ParsedFile, { comment, directive }: Suppression): Span {
  const { text } = file;
  const mark = /[ \t]*(?:#|\/\/|\/\*)[ \t]*$/.exec(text.slice(comment.start, directive.start));
  const isAlone = mark === null || mark.index === 0;
  const isBlock = text.startsWith('/*', comment.start);
  // Other text in a block comment is kept.
  if (isBlock && !isAlone) return directive;
  const node = hasTree(file) ? file.tree.resolveInner(comment.start, 1) : undefined;
  // Empty braces have no meaning in markup.
  if (node && isBracketed(text, node))
    return widened(text, {
      start: text.lastIndexOf('{', comment.start),
      end: text.indexOf('}', comment.end) + 1,
    });
  const start = isAlone ? comment.start : comment.start + mark.index;
  return widened(text, { start, end: comment.end });
}

function widened(text: string, { start, end }: Span): Span {
  let from = start;
  while (/[ \t]/.test(text.charAt(from - 1))) from--;
  const isLineStart = from === 0 || /[\r\n\uFEFF]/.test(text.charAt(from - 1));
  const rest = /^[ \t]*(?:\r\n|\r|\n|$)/.exec(text.slice(end, end + 1000));
  if (isLineStart && rest !== null) return { start: from, end: end + rest[0].length };
  return rest === null ? { start, end } : { start: from, end };
}
