import type { AgentCatalog } from '../../contracts/catalog.ts';
import type { AssistantHost } from '../assistant-host.ts';
import { AssistantError } from '../assistant-error.ts';

/** Returns the given agent's id, or that of the only agent in the workspace. @throws AssistantError */
export async function namedAgent(given: string | undefined, host: AssistantHost): Promise<string> {
  const agents = await host.agents();
  const ids = agents.map(({ agentId }) => agentId);
  if (given !== undefined) {
    if (ids.includes(given)) return given;
    throw new AssistantError(`No agent with this id is in the workspace. ${choice(ids)}`);
  }
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return only;
  throw new AssistantError(`Say which agent you mean. ${choice(ids)}`);
}

/** @throws AssistantError if the agent's secrets are unknown */
export async function catalogOf(agentId: string, host: AssistantHost): Promise<AgentCatalog> {
  const { catalog, unknownBecause } = await host.names(agentId);
  if (catalog) return catalog;
  const reason = unknownBecause ?? 'The user may be signed out.';
  throw new AssistantError(`The secrets of ${JSON.stringify(agentId)} are unknown. ${reason}`);
}

function choice(ids: readonly string[]): string {
  if (ids.length === 0) return 'It contains no agent: no folder has a valid project.yaml.';
  return `Its agents are ${ids.map((id) => JSON.stringify(id)).join(', ')}.`;
}
