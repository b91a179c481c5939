import type { TextEdit } from '../model/feature-types.ts';
import { SourceFile } from '../source/source-file.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Span } from '../model/span.ts';
import { isBracketed } from './covered-lines.ts';
import type { Suppression, UnusedSuppression } from '../model/suppression.ts';

/** Removes the unused ID, or the whole comment if it contains nothing else. */
export function removal(file: ParsedFile, { suppression, id }: UnusedSuppression): TextEdit {
  const kept = (suppression.ids ?? []).filter((one) => id !== undefined && one !== id);
  if (kept.length === 0) return { range: file.rangeOf(wholeOf(file, suppression)), newText: '' };
  const { start, end } = suppression.directive;
  const word = file.text.slice(start, end).replace(/\[[^]*$/, '');
  const newText = `${word}[${kept.map(({ written }) => written).join(', ')}]`;
  return { range: file.rangeOf({ start, end }), newText };
}

/** The comment with its reason and the preceding space; also its line if it is empty otherwise. */
function wholeOf(file: ParsedFile, { comment, directive }: Suppression): Span {
  const { text } = file;
  const mark = /[ \t]*(?:#|\/\/|\/\*)[ \t]*$/.exec(text.slice(comment.start, directive.start));
  const isAlone = mark === null || mark.index === 0;
  const isBlock = text.startsWith('/*', comment.start);
  // Other text in a block comment is kept.
  if (isBlock && !isAlone) return directive;
  const node = file instanceof SourceFile ? file.tree.resolveInner(comment.start, 1) : undefined;
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
