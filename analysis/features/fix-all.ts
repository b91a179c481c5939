import type { RuleId } from '../../contracts/rule-ids.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Span } from '../model/span.ts';
import type { CodeAction, TextEdit } from '../model/feature-types.ts';

/**
 * The edits of all fixes that are the only clear fix for their finding, in text order. Fixes that involve a
 * choice are left to the user, and of two overlapping fixes the first one is applied.
 */
export function clearEdits(file: ParsedFile, actions: readonly CodeAction[]): readonly TextEdit[] {
  const edits = actions
    .filter(({ preferred }) => preferred)
    .flatMap(({ edit }) => edit ?? [])
    .map((edit) => ({ edit, span: spanOf(file, edit) }))
    .toSorted((one, other) => one.span.start - other.span.start);
  let taken = -1;
  return edits.flatMap(({ edit, span }) => {
    if (span.start <= taken) return [];
    taken = span.end;
    return [edit];
  });
}

/**
 * Adds a fix for all findings of the rule to the fix for one of them; `actions` are the fixes of those
 * findings.
 */
export function fixAllOfRule(
  { file, say }: Pick<RuleContext, 'file' | 'say'>,
  actions: readonly CodeAction[],
  rule: RuleId,
): readonly CodeAction[] {
  const edit = clearEdits(file, actions);
  if (edit.length < 2) return [];
  const title = say('Fix all {rule} problems in this file', { rule });
  return [{ title, kind: 'quickfix', preferred: false, edit }];
}

function spanOf(file: ParsedFile, { range }: TextEdit): Span {
  return { start: file.offsetAt(range.start), end: file.offsetAt(range.end) };
}
