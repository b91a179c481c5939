import * as vscode from 'vscode';
import { VaultError } from '../../vault-client/index.ts';
import type { App } from '../app/app.ts';
import type { StoredSession } from '../session/stored-sessions.ts';
import { vaultUrl } from '../common/configuration.ts';
import { confirmsLeaving } from '../panels/unsaved.ts';

/** Ends the user's sessions in other editors and on other machines too, after a confirmation. */
export async function signOutEverywhere({ keys, authentication, panels }: App): Promise<void> {
  const current = await keys.current(vaultUrl());
  if (!current) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Sign in to the vault first.'));
    return;
  }
  if (!(await isMeant(current)) || !(await confirmsLeaving(panels))) return;
  try {
    await authentication.signOutEverywhere(current);
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('$(check) Signed out everywhere: {0}', current.account.label),
      5000,
    );
  } catch (error) {
    void vscode.window.showErrorMessage(sentenceOf(error));
  }
}

async function isMeant({ account }: StoredSession): Promise<boolean> {
  const message = vscode.l10n.t('Sign {0} out everywhere?', account.label);
  const detail = vscode.l10n.t(
    'All your sessions end, in all editors and on all machines, and so do all sandboxes that you started. Keys that an account admin issued stay valid.',
  );
  const yes = vscode.l10n.t('Sign Out Everywhere');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof VaultError)) return vscode.l10n.t('Your sessions could not be ended. Try again.');
  if (error.code !== 'Conflict') return error.message;
  return vscode.l10n.t('An account admin issued this key. It stays valid until an admin revokes it.');
}
