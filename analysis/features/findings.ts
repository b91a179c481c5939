import type { Finding, Severity } from '../model/finding.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import { asFarAsKnown } from './old-findings.ts';
import { isTestFile } from '../project/test-files.ts';
import { rules } from '../rules/index.ts';
import type { LocatedFinding, Report, Rule, RuleContext } from '../rules/rule.ts';
import { shownName } from '../rules/shown-name.ts';
import { suppressionUnused } from '../rules/suppression-unused.ts';
import { createCertainty } from '../suppression/certainty.ts';
import { applySuppressions } from '../suppression/apply-suppressions.ts';

/**
 * What the rules report for a file of an agent, in text order, minus what comments suppress. Unused
 * suppressions are findings too and can be suppressed in turn. Test files have no findings.
 */
export function findings(context: RuleContext, settings: RuleSettings = {}): readonly LocatedFinding[] {
  if (isTestFile(context.file.uri, context.agent.rootUri)) {
    context.silent?.('test-file');
    return [];
  }
  const isCertain = createCertainty(context, settings);
  const others = rules.filter(({ id }) => id !== suppressionUnused.id);
  const raw = rawFindings(others, context, settings);
  const { kept, unused } = applySuppressions(context.file, raw, isCertain);
  if (context.silent && kept.length < raw.length)
    for (const one of raw)
      if (!kept.includes(one)) context.silent('suppressed', one.report.span, one.rule.id);
  if (unused.length === 0) return inOrder(kept);
  const unusedSuppressions = rawFindings([suppressionUnused], { ...context, unused }, settings);
  return inOrder([...kept, ...applySuppressions(context.file, unusedSuppressions, isCertain).kept]);
}

function rawFindings(
  speakers: readonly Rule[],
  context: RuleContext,
  settings: RuleSettings,
): LocatedFinding[] {
  const spoken: LocatedFinding[] = [];
  for (const rule of speakers) {
    const severity = settings[rule.id] ?? rule.severity;
    if (severity === 'off' && !context.silent) continue;
    for (const report of rule.check(context)) {
      if (severity === 'off') {
        context.silent?.('rule-off', report.span, rule.id);
        continue;
      }
      const finding = findingOf(rule, severity, report, context);
      spoken.push({ rule, finding, report });
    }
  }
  return spoken;
}

function inOrder(found: readonly LocatedFinding[]): readonly LocatedFinding[] {
  return found.toSorted((one, other) => one.report.span.start - other.report.span.start);
}

function findingOf(
  rule: Rule,
  severity: Severity,
  report: Report,
  { file, agent, known }: RuleContext,
): Finding {
  const finding: Finding = {
    rule: rule.id,
    severity,
    message: report.message,
    range: file.rangeOf(report.span),
    agentId: agent.agentId,
    names: report.names.map(shownName),
    affected: (report.affected ?? report.names).map(shownName),
    suggestions: report.suggestions ?? [],
    related: report.related ?? [],
    deprecated: report.deprecated ?? false,
  };
  return asFarAsKnown(finding, rule, known);
}
