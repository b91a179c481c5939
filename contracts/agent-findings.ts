import type { RuleId } from './rule-ids.ts';
import type { Place } from './lsp-messages.ts';

export interface FindingsParams {
  readonly agentId: string;
  /** Whether to wait briefly for the agent's catalog. */
  readonly wait?: boolean;
}

/** Findings in the files of an agent and its open notebooks, sorted by file and position. */
export interface FindingsResult {
  readonly findings: readonly AgentFinding[];
  /** False while the project is still being analyzed. */
  readonly complete: boolean;
}

export interface AgentFinding {
  readonly rule: RuleId;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** One or two sentences for the user. */
  readonly message: string;
  /** The affected secrets or variables; empty if there are none, or they are unknown. */
  readonly names: readonly string[];
  readonly place: Place;
}
