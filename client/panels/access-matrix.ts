import { type AgentUses, cellKind, type CellKind } from '../../contracts/access-cell.ts';
import type { MatrixChange } from '../../contracts/matrix-messages.ts';
import type { MatrixSecret } from '../../contracts/packed-secrets.ts';
import type { AccessChanges, AccessList } from '../../contracts/vault-api/access.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { UsesOfAgent } from './evidence-on-secret.ts';

export interface MatrixTable {
  readonly secrets: readonly MatrixSecret[];
  readonly agents: readonly PanelAgent[];
  readonly uses: readonly AgentUses[];
}

/**
 * The use counts by agent. Omits agents whose files are still being analyzed, because "unused" could be
 * wrong.
 */
export function countedUses(agents: readonly UsesOfAgent[]): readonly AgentUses[] {
  const known = agents.filter(({ uses }) => uses.complete);
  return known.map(({ agentId, uses: { names, choices = [] } }) => ({
    agentId,
    counts: Object.fromEntries(Object.entries(names).map(([name, places]) => [name, places.length])),
    patterns: [...new Set(choices.map(({ pattern }) => pattern))],
  }));
}

/** The lists that have changed since the user saw them. */
export function changedLists(
  shown: ReadonlyMap<string, readonly string[]>,
  lists: readonly AccessList[],
): readonly AccessList[] {
  return lists.filter(({ name, agentIds }) => !isSameSet(shown.get(name) ?? [], agentIds));
}

/** A single request for all changes, each with the ETag of the list on which it is based. */
export function accessChanges(changes: readonly MatrixChange[], lists: readonly AccessList[]): AccessChanges {
  const tags = new Map(lists.map(({ name, etag }) => [name, etag]));
  return {
    changes: changes.map(({ name, grant, revoke }) => ({
      name,
      etag: tags.get(name) ?? 'unknown',
      grant: [...grant],
      revoke: [...revoke],
    })),
  };
}

/** The kind of every cell, row by row. */
export function cellRows({ secrets, agents, uses }: MatrixTable): readonly (readonly CellKind[])[] {
  const byAgent = new Map(uses.map((one) => [one.agentId, one]));
  return secrets.map(({ name, agentIds }) => {
    const granted = new Set(agentIds);
    return agents.map(({ agentId }) => cellKind(name, granted.has(agentId), byAgent.get(agentId)));
  });
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  const set = new Set(some);
  return set.size === new Set(others).size && others.every((one) => set.has(one));
}
