import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { vaultUrl } from '../configuration.ts';
import { confirmsLeaving } from '../panels/unsaved.ts';

export async function signOut({ keys, authentication, panels }: App): Promise<void> {
  const current = await keys.current(vaultUrl());
  if (!current || !(await confirmsLeaving(panels))) return;
  await authentication.signOut(current);
  const next = await keys.current(vaultUrl());
  const said = next
    ? vscode.l10n.t('$(check) Signed out of {0}, now {1}', current.account.label, next.account.label)
    : vscode.l10n.t('$(check) Signed out of {0}', current.account.label);
  vscode.window.setStatusBarMessage(said, 5000);
}
