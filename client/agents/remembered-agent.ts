import type { AgentProject } from '../../contracts/agent-project.ts';

/**
 * The agent to use while the active file does not determine one: the last agent that a file determined, or
 * the workspace's only agent. A remembered agent that no longer exists is ignored. If several agents exist
 * and none is remembered, none is picked.
 */
export function agentWithoutFile(
  agents: readonly AgentProject[],
  lastId: string | undefined,
): AgentProject | undefined {
  const last = agents.find(({ agentId }) => agentId === lastId);
  return last ?? (agents.length === 1 ? agents[0] : undefined);
}

export function readAgentId(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

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
