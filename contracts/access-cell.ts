import { fitsPattern } from './name-pattern.ts';

/** What the code of one agent reads, counted; an agent without it is not in the workspace. */
export interface AgentUses {
  readonly agentId: string;
  /** Places by the name of the secret that they read. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of names that are chosen at run time, `*` for each part that is not known. */
  readonly patterns: readonly string[];
}

/**
 * What an agent has of a secret and makes of it. `missing`: its code reads it without access; `unknown`:
 * it has access, and its code is unknown; `maybe`: its code chooses names at run time.
 */
export type CellKind = 'missing' | 'unused' | 'maybe' | 'unknown' | 'used' | 'empty';

export function cellKind(name: string, granted: boolean, uses: AgentUses | undefined): CellKind {
  const isRead = countOf(name, uses) > 0;
  if (!granted) return isRead ? 'missing' : 'empty';
  if (!uses) return 'unknown';
  if (isRead) return 'used';
  return uses.patterns.some((pattern) => fitsPattern(name, pattern)) ? 'maybe' : 'unused';
}

/** Places of the agent's code that read the secret by its name. */
export function countOf(name: string, uses: AgentUses | undefined): number {
  return uses && Object.hasOwn(uses.counts, name) ? (uses.counts[name] ?? 0) : 0;
}
