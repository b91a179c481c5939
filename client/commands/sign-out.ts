import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { vaultUrl } from '../common/configuration.ts';
import { confirmsLeaving } from '../panels/unsaved.ts';

/** With several accounts, signing out switches to another one; a message says so until it is dismissed. */
export async function signOut(app: App): Promise<void> {
  const { keys, authentication, panels } = app;
  const current = await keys.current(vaultUrl());
  if (!current || !(await confirmsLeaving(panels))) return;
  await authentication.signOut(current);
  const next = await keys.current(vaultUrl());
  if (!next) {
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('$(check) Signed out of {0}', current.account.label),
      5000,
    );
    return;
  }
  const again = vscode.l10n.t('Sign Out');
  const said = vscode.l10n.t(
    'Signed out of {0}. You are signed in as {1} now.',
    current.account.label,
    next.account.label,
  );
  if ((await vscode.window.showInformationMessage(said, again)) === again) await signOut(app);
}
