import type { Finding, Severity } from '../finding.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import { rules } from '../rules/index.ts';
import type { Report, Rule, RuleContext } from '../rules/rule.ts';

/** A finding with what the rule said. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly report: Report;
}

/** What the rules say about a file of an agent, in the order of the text. */
export function findings(context: RuleContext, settings: RuleSettings = {}): readonly LocatedFinding[] {
  const found: LocatedFinding[] = [];
  for (const rule of rules) {
    const severity = settings[rule.id] ?? rule.severity;
    if (severity === 'off') continue;
    for (const report of rule.check(context)) {
      found.push({ finding: findingOf(rule, severity, report, context), report });
    }
  }
  return found.toSorted((one, other) => one.report.span.start - other.report.span.start);
}

function findingOf(rule: Rule, severity: Severity, report: Report, { file, agent }: RuleContext): Finding {
  return {
    rule: rule.id,
    severity,
    message: report.message,
    range: file.rangeOf(report.span),
    agentId: agent.agentId,
    names: report.names,
    suggestions: report.suggestions ?? [],
    related: report.related ?? [],
    deprecated: report.deprecated ?? false,
  };
}
