import type { RuleSettings } from '../../contracts/rule-settings.ts';
import type { FixContext } from '../fixes/fix.ts';
import { fixes } from '../fixes/index.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import type { FixId, LocatedFinding, RuleContext } from '../rules/rule.ts';
import type { CodeAction, TextEdit } from '../model/feature-types.ts';
import { findings } from './findings.ts';
import type { RuleId } from '../../contracts/rule-ids.ts';

/**
 * Returns the fixes for findings that touch `span`, followed by fixes for the same rule in the entire file.
 */
export function codeActions(
  context: RuleContext,
  span: Span,
  fixContext: FixContext,
  settings?: RuleSettings,
): readonly CodeAction[] {
  const located = findings(context, settings);
  const touching = located.filter(({ report }) => overlap(report.span, span));
  const here = fixesFor(touching, fixContext);
  const clear = here.flatMap(({ finding, preferred, edit }) => (finding && preferred && edit ? finding : []));
  const ofSameRules = [...new Set(clear.map(({ rule }) => rule))].flatMap((rule) => {
    const same = located.filter(({ finding }) => finding.rule === rule);
    return fixAllOfRule(context, fixesFor(same, fixContext), rule);
  });
  return [...here, ...ofSameRules];
}

/** Returns the edits for all findings that have exactly one clear fix. */
export function fixAll(
  context: RuleContext,
  fixContext: FixContext,
  settings?: RuleSettings,
): readonly TextEdit[] {
  const located = findings(context, settings).filter(({ rule }) =>
    rule.fixes.some((id) => mayBeClear.has(id)),
  );
  return clearEdits(context.file, fixesFor(located, fixContext));
}

/** Fixes that can qualify as the only clear fix. Those of other rules need not be found. */
const mayBeClear: ReadonlySet<FixId> = new Set([
  'change-to-nearest-field',
  'change-to-nearest-name',
  'remove-suppression',
  'replace-deprecated',
]);

function overlap(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

function fixesFor(located: readonly LocatedFinding[], context: FixContext): readonly CodeAction[] {
  return located.flatMap((one) => one.rule.fixes.flatMap((id) => fixes[id](one, context)));
}

/**
 * Returns the edits of each fix that is the only clear fix for its finding, in text order. Fixes that require
 * a choice are left to the user. If two fixes overlap, only the first is applied.
 */
function clearEdits(file: ParsedFile, actions: readonly CodeAction[]): readonly TextEdit[] {
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
 * Adds a fix for all findings of the rule to the fix for one finding. `actions` are the fixes for all of
 * these findings.
 */
function fixAllOfRule(
  { file, translate }: Pick<RuleContext, 'file' | 'translate'>,
  actions: readonly CodeAction[],
  rule: RuleId,
): readonly CodeAction[] {
  const edit = clearEdits(file, actions);
  if (edit.length < 2) return [];
  const title = translate('Fix all {rule} problems in this file', { rule });
  return [{ title, kind: 'quickfix', preferred: false, edit }];
}

function spanOf(file: ParsedFile, { range }: TextEdit): Span {
  return { start: file.offsetAt(range.start), end: file.offsetAt(range.end) };
}
