import type { RunTool } from '../host/assistant-host.ts';
import { AssistantError } from '../host/assistant-error.ts';
import { catalogOf, namedAgent } from './named-agent.ts';

export const requestAccess: RunTool<'request_access'> = async (
  { agent: given, name, reason, place },
  host,
) => {
  const agent = await namedAgent(given, host);
  const { complete, secrets } = await catalogOf(agent, host);
  const secret = secrets.find((one) => one.name === name);
  if (secret?.access === 'granted') throw new AssistantError('The agent already has access to this secret.');
  if (!secret && complete)
    throw new AssistantError(
      `No secret named ${JSON.stringify(name)} exists. Find a similar name with check_secret_access.`,
    );
  const id = await host.requestAccess({
    agentId: agent,
    name,
    reason,
    ...(place !== undefined && { place }),
  });
  return { id, agent, name };
};
