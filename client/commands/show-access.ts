import type { App } from '../app.ts';
import { reported } from './reported.ts';
import { signedInAccount } from './signed-in-account.ts';

/** Opens the Access panel of a secret, with the evidence of this workspace beside each agent. */
export async function showAccess(
  app: App,
  name: string,
  preselectedAgentIds: readonly string[],
): Promise<void> {
  const account = await signedInAccount(app, 'access:write');
  if (!account) return;
  await reported(app, async () => {
    const uses = await usesByAgent(app, name);
    await app.accessPanels.show(account, { name, preselectedAgentIds, uses });
  });
}

async function usesByAgent(
  { currentAgent, languageClient }: App,
  name: string,
): Promise<Readonly<Record<string, number>>> {
  const agents = await currentAgent.all();
  const counts = agents.map(async ({ agentId }) => {
    const { names } = await languageClient.uses(agentId);
    return [agentId, Object.hasOwn(names, name) ? (names[name]?.length ?? 0) : 0] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}
