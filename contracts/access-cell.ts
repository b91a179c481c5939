import { fitsPattern } from './name-pattern.ts';

/** The secrets that one agent's code reads, with counts; absent for agents outside the workspace. */
export interface AgentUses {
  readonly agentId: string;
  /** Number of locations that read each secret, keyed by secret name. */
  readonly counts: Readonly<Record<string, number>>;
  /** Names chosen at run time, with `*` in place of each unknown part. */
  readonly patterns: readonly string[];
}

/**
 * How an agent's access to a secret relates to its code. `missing`: the code reads the secret, but the agent
 * has no access. `unknown`: the agent has access, but its code is not available. `maybe`: the code chooses
 * names at run time.
 */
export type CellKind = 'missing' | 'unused' | 'maybe' | 'unknown' | 'used' | 'empty';

export function cellKind(name: string, granted: boolean, uses: AgentUses | undefined): CellKind {
  const isRead = countOf(name, uses) > 0;
  if (!granted) return isRead ? 'missing' : 'empty';
  if (!uses) return 'unknown';
  if (isRead) return 'used';
  return uses.patterns.some((pattern) => fitsPattern(name, pattern)) ? 'maybe' : 'unused';
}

/** The number of locations in the agent's code that read the secret by name. */
export function countOf(name: string, uses: AgentUses | undefined): number {
  return uses && Object.hasOwn(uses.counts, name) ? (uses.counts[name] ?? 0) : 0;
}
