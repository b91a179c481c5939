import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { confirms } from '../panels/confirm.ts';

/** Turns the vault on for the account of an account admin. Every view then shows the secrets again. */
export async function turnOnVault(app: App): Promise<void> {
  const signedIn = await signedInVault(app, 'account:write');
  if (!signedIn) return;
  const { vault, accountId } = signedIn;
  await withErrorMessage(app, async () => {
    const { name, vaultEnabled, revision } = await vault.account(accountId);
    if (!vaultEnabled && !(await isConfirmed(name))) return;
    if (!vaultEnabled) await vault.changeAccount(accountId, { vaultEnabled: true }, revision);
    await app.session.refresh();
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) The vault is turned on for {0}', name), 5000);
  });
}

function isConfirmed(account: string): Promise<boolean> {
  return confirms(
    vscode.l10n.t('Turn on the vault for {0}?', account),
    vscode.l10n.t('Turn On'),
    vscode.l10n.t('Users see its secrets again, and agents can read those that they have access to.'),
  );
}
