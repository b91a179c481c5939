import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { showHistoryPanel } from '../panels/history-panel.ts';
import type { SecretPanelSubject } from '../panels/secret-panel.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { signedInAccount } from '../app/signed-in-account.ts';
import { nameIn, pickSecret } from './subject.ts';

export async function viewHistory(app: App, argument?: unknown): Promise<void> {
  const name =
    nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('View the History of Which Secret?')));
  if (name !== undefined) await openHistory(app, { name });
}

export async function openHistory(app: App, subject: SecretPanelSubject): Promise<void> {
  const account = await signedInAccount(app, 'secrets:list');
  if (!account) return;
  const { session } = app;
  const rights = {
    mayRestore: session.may('secrets:write'),
    mayAudit: session.may('audit:read'),
    mayListPeople: session.may('people:list'),
  };
  await withErrorMessage(app, () => showHistoryPanel({ ...app, account, ...rights }, subject));
}
