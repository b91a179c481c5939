import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { type EditSubject, showEditSecretPanel } from '../panels/edit-secret-panel.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { signedInAccount } from '../app/signed-in-account.ts';
import { nameIn, pickSecret } from './subject.ts';

export async function editSecret(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Edit Which Secret?')));
  if (name !== undefined) await openEdit(app, { name });
}

export async function openEdit(app: App, subject: EditSubject): Promise<void> {
  const account = await signedInAccount(app, 'secrets:write');
  if (account) await withErrorMessage(app, () => showEditSecretPanel({ ...app, account }, subject));
}
