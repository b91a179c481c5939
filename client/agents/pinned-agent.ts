import type { AgentProject } from '../../contracts/agent-project.ts';

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
