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
  const draft = { grant: preselectedAgentIds, revoke: [] };
  await reported(app, () => showAccessPanel({ ...app, account }, { name, draft }));
}
