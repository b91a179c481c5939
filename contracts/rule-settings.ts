import type { RuleId } from './rule-ids.ts';

/** How loud a rule is; `off` silences it. */
export const ruleSeverities = ['off', 'hint', 'information', 'warning', 'error'] as const;
export type RuleSeverity = (typeof ruleSeverities)[number];

/** Severities from the settings; rules that are absent keep their own. */
export type RuleSettings = Readonly<Partial<Record<RuleId, RuleSeverity>>>;

/** The page that explains a rule; a test checks that it is in the repository. */
export function rulePage(rule: string): string {
  return `https://github.com/agent-secrets/agent-secrets/blob/main/docs/rules/${rule}.md`;
}
