import type { RuleId } from './rule-ids.ts';
import type { Place } from './lsp-messages.ts';

export interface FindingsParams {
  readonly agentId: string;
  /**
   * Whether to include findings that are about no secret, such as credentials in code, in all files of the agent.
   * The server then waits briefly for the agent's catalog.
   */
  readonly all?: boolean;
}

/** Findings in the files where an agent reads secrets, sorted by file and position. */
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
  /** The affected secrets; empty only with {@link FindingsParams.all}. */
  readonly names: readonly string[];
  readonly place: Place;
}
