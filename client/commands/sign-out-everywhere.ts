import * as vscode from 'vscode';
import { VaultError } from '../../vault-client/index.ts';
import type { App } from '../app.ts';
import type { StoredSession } from '../auth/stored-sessions.ts';
import { vaultUrl } from '../configuration.ts';
import { confirmsLeaving } from '../panels/unsaved.ts';

/** Ends the person's sessions in other editors and on other machines too, after a question. */
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
    'Every session of yours ends, in all editors and on all machines, and so does every sandbox that you started. Keys that an administrator has issued go on counting.',
  );
  const yes = vscode.l10n.t('Sign Out Everywhere');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof VaultError)) return vscode.l10n.t('Your sessions could not be ended. Try again.');
  if (error.code !== 'Conflict') return error.message;
  return vscode.l10n.t('An administrator has issued this key: it ends when they revoke it, not before.');
}
