import type { App } from '../app/app.ts';
import { type CreatePrefill, showCreateSecretPanel } from '../panels/create-secret-panel.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { signedInAccount } from '../app/signed-in-account.ts';
import { secretOfAgentIn } from './subject.ts';

/**
 * Opens the Create panel: empty for the current agent, or filled from a "not found" finding. An agent is only
 * preselected if there is a reason, so that it does not get a value that is not meant for it.
 */
export async function addSecret(app: App, argument?: unknown): Promise<void> {
  const given = secretOfAgentIn(argument);
  const agentId = given?.agentId ?? (await app.currentAgent.certain())?.agentId;
  const prefill = {
    name: given?.name ?? '',
    agentIds: agentId === undefined ? [] : [agentId],
    fields: given?.fields ?? [],
  };
  await openCreate(app, prefill);
}

export async function openCreate(app: App, prefill: CreatePrefill): Promise<void> {
  const account = await signedInAccount(app, 'secrets:write');
  if (account) await withErrorMessage(app, () => showCreateSecretPanel(app.panels, account, prefill));
}
