import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { nameIn, pickSecret, snippetSubjectIn } from './subject.ts';

/** Copies the name of a secret, or of a field. */
export async function copyName(app: App, argument?: unknown): Promise<void> {
  const name =
    snippetSubjectIn(argument)?.field ??
    nameIn(argument) ??
    (await pickSecret(app, vscode.l10n.t('Copy the Name of Which Secret?')));
  if (name === undefined) return;
  await vscode.env.clipboard.writeText(name);
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Copied "{0}"', name), 3000);
}
