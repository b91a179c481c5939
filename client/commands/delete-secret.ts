import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { confirms } from '../panels/confirm.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { shorten } from './access-preview.ts';
import { nameIn, pickSecret } from './subject.ts';
import type { Place } from '../../contracts/lsp-messages.ts';

/** Deletes a secret of the account, after a confirmation that lists where this workspace reads it. */
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
    // Requested before the confirmation, so that only the confirmed version can be deleted.
    const { etag } = await vault.secret(accountId, name);
    const question = vscode.l10n.t('Delete the secret "{0}"?', name);
    if (!(await confirmDeletion(question, places, consequence))) return;
    await vault.deleteSecret(accountId, name, etag);
    app.session.changed();
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Secret "{0}" deleted', name), 5000);
  });
}

const mostPlaces = 10;

/** Asks the user to confirm a deletion, and lists the locations in this workspace that will fail. */
export async function confirmDeletion(
  question: string,
  places: readonly Place[],
  consequence: string,
): Promise<boolean> {
  const labels = places.map(({ uri, range }) => {
    const path = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
    return `• ${path}:${range.start.line + 1}`;
  });
  const shown = shorten(labels, mostPlaces, (count) => vscode.l10n.t('and {0} more', count));
  const uses =
    places.length === 0
      ? [vscode.l10n.t('No code in this workspace reads it.')]
      : [vscode.l10n.t('Code in this workspace reads it here:'), ...shown];
  const detail = [...uses, '', consequence].join('\n');
  const button = vscode.l10n.t('Delete');
  return confirms(question, button, detail);
}
