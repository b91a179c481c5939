import type { SyntaxNode } from '@lezer/common';
import { type RuleId, ruleIds } from '../../contracts/rule-ids.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { SourceFile } from '../source/source-file.ts';
import { commentNames, coveredLines } from './covered-lines.ts';
import type { SuppressedId, Suppression } from '../model/suppression.ts';

const marker = 'agent-secrets:';

/** `agent-secrets:` is at the start of a comment or after the delimiter of a nested comment. */
const directive =
  /agent-secrets:(?<=(?:#|\/\/|\/\*|\n[ \t]*\*)[ \t]*agent-secrets:)[ \t]*ignore(-file)?(?![\w-])(?:[ \t]*\[([^\]\r\n]*)\])?/;

/** Returns the suppression comments of a file in order. Examines only those comments. */
export function suppressionsIn(file: ParsedFile): readonly Suppression[] {
  if (!(file instanceof SourceFile)) return [];
  const before = known.get(file);
  if (before !== undefined) return before;
  const found: Suppression[] = [];
  let at = file.text.indexOf(marker);
  while (at !== -1) {
    const comment = file.tree.resolveInner(at, 1);
    const suppression = commentNames.has(comment.name) ? readComment(file, comment) : undefined;
    if (suppression !== undefined) found.push(suppression);
    // A comment contains at most one suppression, whatever else it contains.
    at = file.text.indexOf(marker, suppression?.comment.end ?? at + marker.length);
  }
  known.set(file, found);
  return found;
}

/** Cached because it is needed for the quick fix of each finding. */
const known = new WeakMap<SourceFile, readonly Suppression[]>();

function readComment(file: SourceFile, comment: SyntaxNode): Suppression | undefined {
  const match = directive.exec(file.text.slice(comment.from, comment.to));
  if (match === null) return undefined;
  const [written, forFile, list] = match;
  const start = comment.from + match.index;
  const ids = list === undefined ? undefined : idsIn(list, start + written.length - 1 - list.length);
  return {
    comment: { start: comment.from, end: comment.to },
    directive: { start, end: start + written.length },
    ids,
    reach: forFile === undefined ? 'lines' : fileReach(comment),
    ...(forFile === undefined && { lines: coveredLines(file, comment) }),
  };
}

function idsIn(list: string, start: number): readonly SuppressedId[] {
  return [...list.matchAll(/[^\s,]+/g)].map(({ 0: written, index }) => ({
    written,
    rule: ruleIds.find((id): id is RuleId => id === written),
    span: { start: start + index, end: start + index + written.length },
  }));
}

/** At the top of the file means that only comments and a string, such as a docstring, precede the comment. */
function fileReach(comment: SyntaxNode): 'file' | 'stray' {
  for (let node = comment.prevSibling; node !== null; node = node.prevSibling) {
    const isText = node.name === 'ExpressionStatement' && node.firstChild?.name.endsWith('String') === true;
    if (!commentNames.has(node.name) && node.name !== 'Hashbang' && !isText) return 'stray';
  }
  return comment.parent?.parent === null ? 'file' : 'stray';
}
