import type { AgentProject } from '../../contracts/agent-project.ts';

/**
 * The agent of a workspace while no file says which: the one that a file said last, or the only one there is.
 * An agent that is gone counts as nothing; among several, none is as good as another.
 */
export function agentWithoutFile(
  agents: readonly AgentProject[],
  lastId: string | undefined,
): AgentProject | undefined {
  const last = agents.find(({ agentId }) => agentId === lastId);
  return last ?? (agents.length === 1 ? agents[0] : undefined);
}

/** The id as a workspace remembers it; anything else counts as none. */
export function readAgentId(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The pinned agent as a workspace remembers it; anything else counts as none. */
export function readPinnedAgent(value: unknown): AgentProject | undefined {
  const texts = new Map<string, unknown>(Object.entries(value ?? {}));
  const [agentId, agentName, rootUri, accountId] = ['agentId', 'agentName', 'rootUri', 'accountId'].map(
    (key) => texts.get(key),
  );
  if (typeof agentId !== 'string' || typeof agentName !== 'string' || typeof rootUri !== 'string') {
    return undefined;
  }
  return { agentId, agentName, rootUri, ...(typeof accountId === 'string' && { accountId }) };
}
