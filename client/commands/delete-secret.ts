import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { confirmDeletion } from './confirm-deletion.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { signedInVault } from '../app/signed-in-account.ts';
import { nameIn, pickSecret } from './subject.ts';

/** Deletes a secret of the account, after a question that lists where this workspace reads it. */
export async function deleteSecret(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'secrets:write');
  if (!signedIn) return;
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Delete Which Secret?')));
  if (name === undefined) return;
  const places = await app.languageClient.placesOf(name);
  const consequence = vscode.l10n.t(
    'No agent can read it anymore. An account admin can restore it within a week.',
  );
  const { vault, accountId } = signedIn;
  await withErrorMessage(app, async () => {
    // Read before the confirmation, so that exactly the confirmed version is deleted.
    const { etag } = await vault.secret(accountId, name);
    const question = vscode.l10n.t('Delete the secret "{0}"?', name);
    if (!(await confirmDeletion(question, places, consequence))) return;
    await vault.deleteSecret(accountId, name, etag);
    app.session.changed();
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Secret "{0}" deleted', name), 5000);
  });
}
