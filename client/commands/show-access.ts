import type { App } from '../app.ts';
import { showAccessPanel } from '../panels/edit-access-panel.ts';
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
    await showAccessPanel(app.panels, account, { name, preselectedAgentIds, uses });
  });
}

async function usesByAgent(
  { currentAgent, languageClient }: App,
  name: string,
): Promise<Readonly<Record<string, number>>> {
  const agents = await currentAgent.all();
  const counts = agents.map(async ({ agentId }) => {
    const { names, complete } = await languageClient.usesSoon(agentId);
    const count = Object.hasOwn(names, name) ? (names[name]?.length ?? 0) : 0;
    // While files are still being read, "not used" could be wrong: better no evidence than a false one.
    return complete || count > 0 ? [[agentId, count] as const] : [];
  });
  return Object.fromEntries((await Promise.all(counts)).flat());
}
