import { fitsPattern } from './name-pattern.ts';

/** What the code of one agent reads, with counts; agents outside the workspace have none. */
export interface AgentUses {
  readonly agentId: string;
  /** The number of places by the name of the secret that they read. */
  readonly counts: Readonly<Record<string, number>>;
  /** Names chosen at run time, with `*` for each unknown part. */
  readonly patterns: readonly string[];
}

/**
 * An agent's access to a secret and its use of it. `missing`: its code reads it without access; `unknown`: it
 * has access, and its code is unknown; `maybe`: its code chooses names at run time.
 */
export type CellKind = 'missing' | 'unused' | 'maybe' | 'unknown' | 'used' | 'empty';

export function cellKind(name: string, granted: boolean, uses: AgentUses | undefined): CellKind {
  const isRead = countOf(name, uses) > 0;
  if (!granted) return isRead ? 'missing' : 'empty';
  if (!uses) return 'unknown';
  if (isRead) return 'used';
  return uses.patterns.some((pattern) => fitsPattern(name, pattern)) ? 'maybe' : 'unused';
}

/** The number of places in the agent's code that read the secret by name. */
export function countOf(name: string, uses: AgentUses | undefined): number {
  return uses && Object.hasOwn(uses.counts, name) ? (uses.counts[name] ?? 0) : 0;
}
