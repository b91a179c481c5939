import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { showAccess } from './show-access.ts';
import { nameIn, pickSecret } from './subject.ts';

export async function editAccess(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Edit Access to Which Secret?')));
  if (name !== undefined) await showAccess(app, name, []);
}
