import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { type AccessSubject, showAccessPanel } from '../panels/edit-access-panel.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { signedInAccount } from '../app/signed-in-account.ts';
import { nameIn, pickSecret } from './subject.ts';

/** Opens the Access panel of a secret, which shows the evidence of this workspace for each agent. */
export function showAccess(app: App, name: string, preselectedAgentIds: readonly string[]): Promise<void> {
  return openAccess(app, { name, draft: { grant: preselectedAgentIds, revoke: [] } });
}

export async function openAccess(app: App, subject: AccessSubject): Promise<void> {
  const account = await signedInAccount(app, 'access:write');
  if (account) await withErrorMessage(app, () => showAccessPanel({ ...app, account }, subject));
}

export async function editAccess(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Edit Access to Which Secret?')));
  if (name !== undefined) await showAccess(app, name, []);
}
