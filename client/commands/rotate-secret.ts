import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { showRotatePanel } from '../panels/rotate-panel.ts';
import type { SecretPanelSubject } from '../panels/secret-panel.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { signedInAccount } from '../app/signed-in-account.ts';
import { nameIn, pickSecret } from './subject.ts';

export async function rotateSecret(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Rotate Which Secret?')));
  if (name !== undefined) await openRotate(app, { name });
}

export async function openRotate(app: App, subject: SecretPanelSubject): Promise<void> {
  const account = await signedInAccount(app, 'secrets:write');
  if (account) await withErrorMessage(app, () => showRotatePanel({ ...app, account }, subject));
}
