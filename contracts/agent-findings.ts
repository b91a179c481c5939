import type { RuleId } from './rule-ids.ts';
import type { Place } from './lsp-messages.ts';

/** Findings in the files where an agent reads secrets, sorted by file and position. */
export interface FindingsResult {
  readonly findings: readonly AgentFinding[];
  /** False while the project is still being analyzed. */
  readonly complete: boolean;
}

export interface AgentFinding {
  readonly rule: RuleId;
  /** One or two sentences for the user. */
  readonly message: string;
  /** The affected secrets; never empty. */
  readonly names: readonly string[];
  readonly place: Place;
}
