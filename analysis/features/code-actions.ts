import type { RuleSettings } from '../../contracts/rule-settings.ts';
import { fixes } from '../fixes/index.ts';
import type { Span } from '../source/span.ts';
import type { SecretReference } from '../reference.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { CodeAction, TextEdit } from './feature-types.ts';
import { findings, type LocatedFinding } from './findings.ts';
import { clearEdits, fixAllOfRule } from './fix-all.ts';

/** Fields that the code reads from the secret of a reference. */
type FieldsUsed = (reference: SecretReference) => readonly string[];

/** The fixes for findings that touch `span`, then those that mend the same in the whole file. */
export function codeActions(
  context: RuleContext,
  span: Span,
  fieldsUsed: FieldsUsed,
  settings?: RuleSettings,
): readonly CodeAction[] {
  const located = findings(context, settings);
  const touching = located.filter(({ report }) => meet(report.span, span));
  const here = fixesFor(touching, context, fieldsUsed);
  const clear = here.flatMap(({ finding, preferred, edit }) => (finding && preferred && edit ? finding : []));
  const ofSameRules = [...new Set(clear.map(({ rule }) => rule))].flatMap((rule) => {
    const same = located.filter(({ finding }) => finding.rule === rule);
    return fixAllOfRule(context.file, fixesFor(same, context, fieldsUsed), rule);
  });
  return [...here, ...ofSameRules];
}

/** The edits for all findings that have one clear fix. */
export function fixAll(
  context: RuleContext,
  fieldsUsed: FieldsUsed,
  settings?: RuleSettings,
): readonly TextEdit[] {
  return clearEdits(context.file, fixesFor(findings(context, settings), context, fieldsUsed));
}

function meet(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

function fixesFor(
  located: readonly LocatedFinding[],
  { file, known }: RuleContext,
  fieldsUsed: FieldsUsed,
): readonly CodeAction[] {
  return located.flatMap((one) => {
    const { reference } = one.report;
    const fixContext = { file, known, fieldsUsed: () => (reference ? fieldsUsed(reference) : []) };
    return fixes[one.finding.rule].flatMap((fix) => fix(one, fixContext));
  });
}
