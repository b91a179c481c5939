import type { GrantEnd } from './panel-agent.ts';

/** A row of the matrix: a secret and the agents that can read it. */
export interface MatrixSecret {
  readonly name: string;
  readonly agentIds: readonly string[];
  /** Expiry of the grants that expire. */
  readonly ends?: readonly GrantEnd[];
  /** Absent if it is not deprecated. */
  readonly deprecated?: boolean;
}

/**
 * All secrets of an account with their access lists, which can have hundreds of thousands of entries. Each
 * list is a single string, because a message is copied several times on its way to a panel, and copying many
 * strings is slow.
 */
export interface PackedSecrets {
  readonly agentIds: readonly string[];
  /** `agents` contains positions in `agentIds`, separated by spaces. */
  readonly rows: readonly (Omit<MatrixSecret, 'agentIds'> & { readonly agents: string })[];
}

export function packSecrets(secrets: readonly MatrixSecret[]): PackedSecrets {
  const positions = new Map<string, number>();
  const positionOf = (agentId: string): number => {
    const known = positions.get(agentId) ?? positions.size;
    positions.set(agentId, known);
    return known;
  };
  const rows = secrets.map(({ agentIds, ...row }) => ({
    ...row,
    agents: agentIds.map(positionOf).join(' '),
  }));
  return { agentIds: [...positions.keys()], rows };
}

export function unpackSecrets({ agentIds, rows }: PackedSecrets): readonly MatrixSecret[] {
  return rows.map(({ agents, ...row }) => ({
    ...row,
    agentIds: agents === '' ? [] : agents.split(' ').map((position) => agentIds[Number(position)] ?? ''),
  }));
}
