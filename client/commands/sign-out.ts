import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { currentSession, withoutSession } from '../auth/stored-sessions.ts';
import { vaultUrl } from '../configuration.ts';

export async function signOut({ keys }: App): Promise<void> {
  const sessions = await keys.read();
  const current = currentSession(sessions, vaultUrl());
  if (!current) return;
  await keys.write(withoutSession(sessions, current.id));
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Signed out of {0}', current.account.label), 5000);
}
