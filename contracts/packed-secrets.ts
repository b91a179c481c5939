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

/** The secret with a newer access list, which does not say whether it is deprecated. */
export function withList(secret: MatrixSecret, list: MatrixSecret | undefined): MatrixSecret {
  if (!list) return secret;
  const { name, agentIds, ends } = list;
  return { name, agentIds, ...(ends && { ends }), ...(secret.deprecated && { deprecated: true }) };
}

/**
 * All secrets of an account with their access lists, which can have hundreds of thousands of entries. Each list
 * is one text, because a message is copied several times on its way to a panel, and copying many texts is slow.
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
