import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { preferredQuote, readSnippet } from '../snippet-model.ts';
import { pickReadable } from './pick-readable.ts';

/** Writes the line that reads the secret at the cursor; the editor keeps the indentation. */
export async function insertSnippet(app: App, argument?: unknown): Promise<void> {
  const editor = pythonEditor();
  if (!editor) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open the Python function that shall read the secret first.'),
    );
    return;
  }
  const subject = await pickReadable(app, argument, vscode.l10n.t('Insert a Snippet for Which Secret?'));
  if (!subject) return;
  const code = readSnippet(subject, preferredQuote(editor.document.getText()));
  await editor.insertSnippet(new vscode.SnippetString().appendText(code));
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}

/** The one in front, else another that can be seen: the line is Python and belongs nowhere else. */
function pythonEditor(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return [activeTextEditor, ...visibleTextEditors].find((editor) => editor?.document.languageId === 'python');
}
