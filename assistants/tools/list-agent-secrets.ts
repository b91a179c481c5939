import type { RunTool } from '../host/assistant-host.ts';
import { catalogOf, namedAgent } from './named-agent.ts';

/** Descriptions stay out, because other people wrote them and the model might take them for instructions. */
export const listAgentSecrets: RunTool<'list_agent_secrets'> = async ({ agent: given, query = '' }, host) => {
  const agent = await namedAgent(given, host);
  const { complete, secrets } = await catalogOf(agent, host);
  const wanted = query.toLowerCase();
  return {
    agent,
    complete,
    secrets: secrets
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map(({ name, kind, fields, access }) => ({ name, kind, fields: [...fields], access })),
  };
};
