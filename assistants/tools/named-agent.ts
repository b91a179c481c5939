import type { AgentCatalog } from '../../contracts/catalog.ts';
import type { AssistantHost } from '../host/assistant-host.ts';
import { AssistantError } from '../host/assistant-error.ts';

/** Returns the given agent's id, or that of the only agent in the workspace. @throws AssistantError */
export async function namedAgent(given: string | undefined, host: AssistantHost): Promise<string> {
  const agents = await host.agents();
  const ids = [...new Set(agents.map(({ agentId }) => agentId))];
  const [id, ...others] = given === undefined ? ids : ids.filter((one) => one === given);
  if (id !== undefined && others.length === 0) return id;
  const choice = ids.map((one) => JSON.stringify(one)).join(', ');
  throw new AssistantError(
    choice
      ? `Name one of the agents in the workspace: ${choice}.`
      : 'The workspace contains no agent: no folder has a valid project.yaml.',
  );
}

/** @throws AssistantError if the agent's secrets are unknown */
export async function catalogOf(agentId: string, host: AssistantHost): Promise<AgentCatalog> {
  const { catalog, unknownBecause } = await host.names(agentId);
  if (catalog) return catalog;
  const reason = unknownBecause ?? 'The user may be signed out.';
  throw new AssistantError(`The secrets of ${JSON.stringify(agentId)} are unknown. ${reason}`);
}
