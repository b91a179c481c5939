import type { RuleId } from './rule-ids.ts';

/** The severity of a rule; `off` disables it. */
export const ruleSeverities = ['off', 'hint', 'information', 'warning', 'error'] as const;
export type RuleSeverity = (typeof ruleSeverities)[number];

/** Severities from the settings; rules without an entry keep their default. */
export type RuleSettings = Readonly<Partial<Record<RuleId, RuleSeverity>>>;

/** The page that documents a rule. A test checks that the page exists in the repository. */
export function rulePage(rule: string): string {
  return `https://github.com/agent-secrets/agent-secrets/blob/main/docs/rules/${rule}.md`;
}
