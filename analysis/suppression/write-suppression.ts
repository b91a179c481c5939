import type { RuleId } from '../../contracts/rule-ids.ts';
import type { TextEdit } from '../model/feature-types.ts';
import { stringToken } from '../syntax/python/strings.ts';
import { SourceFile } from '../source/source-file.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Span } from '../model/span.ts';
import { suppressionsIn } from './find-suppressions.ts';
import { isInsideText, linesOf, touchesLines } from './lines-of.ts';
import type { Suppression } from '../model/suppression.ts';

/** The edit that suppresses a rule at `span`; undefined if no comment is possible there. */
export function lineSuppression(file: ParsedFile, rule: RuleId, span: Span): TextEdit | undefined {
  const mark = markOf(file);
  if (mark === undefined || !(file instanceof SourceFile)) return undefined;
  const place = linesOf(file, span);
  const { first, last } = place;
  const isNear = ({ lines }: Suppression): boolean => lines !== undefined && touchesLines(lines, place);
  const comment = `${mark} agent-secrets: ignore[${rule}]`;
  return (
    extended(file, rule, suppressionsIn(file).find(isNear)) ??
    atEndOfLine(file, last, mark === '#' ? `  ${comment}` : ` ${comment}`) ??
    aboveLine(file, first, comment)
  );
}

/** The edit that suppresses a rule in the whole file. */
export function fileSuppression(file: ParsedFile, rule: RuleId): TextEdit | undefined {
  const mark = markOf(file);
  if (mark === undefined) return undefined;
  const present = extended(
    file,
    rule,
    suppressionsIn(file).find(({ reach }) => reach === 'file'),
  );
  if (present !== undefined) return present;
  // Only these must come first: the shebang, the encoding, the byte-order mark.
  const head = /^\uFEFF?(?:#!.*(?:\r\n?|\n))?(?:[ \t\f]*#.*?coding[:=].*(?:\r\n?|\n))?/.exec(file.text);
  const start = head?.[0].length ?? 0;
  const newText = `${mark} agent-secrets: ignore-file[${rule}]${lineBreakOf(file.text)}`;
  return { range: file.rangeOf({ start, end: start }), newText };
}

/** JSON settings files have no comments. */
function markOf({ languageId }: ParsedFile): '#' | '//' | undefined {
  if (languageId === 'python') return '#';
  return /^(?:java|type)script/.test(languageId) ? '//' : undefined;
}

/** Adds an ID to an existing list. */
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
  // After a backslash the line continues, and a comment would break it.
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

/** Among the children of an element. */
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
