import type { RuleSettings } from '../../contracts/rule-settings.ts';
import { fixes } from '../fixes/index.ts';
import type { Span } from '../source/span.ts';
import type { SecretReference } from '../reference.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { CodeAction } from './feature-types.ts';
import { findings } from './findings.ts';

/** The fixes for findings that touch `span`. */
export function codeActions(
  context: RuleContext,
  span: Span,
  fieldsUsed: (reference: SecretReference) => readonly string[],
  settings?: RuleSettings,
): readonly CodeAction[] {
  const { file, known } = context;
  return findings(context, settings)
    .filter(({ report }) => report.span.start <= span.end && span.start <= report.span.end)
    .flatMap((located) => {
      const { reference } = located.report;
      const fixContext = { file, known, fieldsUsed: () => (reference ? fieldsUsed(reference) : []) };
      return fixes[located.finding.rule].flatMap((fix) => fix(located, fixContext));
    });
}
