import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { preferredQuote, readSnippet } from '../snippet-model.ts';
import { pickReadable } from './pick-readable.ts';

/** Copies the line that reads the secret. */
export async function copySnippet(app: App, argument?: unknown): Promise<void> {
  const subject = await pickReadable(app, argument, vscode.l10n.t('Copy a Snippet for Which Secret?'));
  if (!subject) return;
  const quote = preferredQuote(vscode.window.activeTextEditor?.document.getText() ?? '');
  await vscode.env.clipboard.writeText(readSnippet(subject, quote));
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('$(check) Copied the snippet for “{0}”', subject.name),
    3000,
  );
}
