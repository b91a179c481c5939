import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { nameIn, pickSecret, snippetSubjectIn } from './subject.ts';
import { readSnippet } from '../snippets/snippet.ts';
import { styleOf } from '../snippets/snippet-style.ts';
import { editorThatReads } from './editor-that-reads.ts';
import { pickReadable } from './pick-readable.ts';

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

/** Copies the line that reads the secret, in the style of the active file. */
export async function copySnippet(app: App, argument?: unknown): Promise<void> {
  const subject = await pickReadable(app, argument, vscode.l10n.t('Copy a Snippet for Which Secret?'));
  if (!subject) return;
  const document = editorThatReads()?.document;
  const style = styleOf(document?.getText() ?? '', document?.languageId ?? 'python');
  await vscode.env.clipboard.writeText(readSnippet(subject, style));
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('$(check) Copied the snippet for "{0}"', subject.name),
    3000,
  );
}
