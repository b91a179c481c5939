import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { missingImportOfOs } from '../python-import-model.ts';
import { readSnippet, type SnippetSubject } from '../snippet-model.ts';
import { languageOf, styleOf } from '../snippet-style-model.ts';
import { editorThatReads } from './editor-that-reads.ts';
import { pickReadable } from './pick-readable.ts';

/** Writes the line that reads the secret at the cursor, and the import that it needs: one step to undo. */
export async function insertSnippet(app: App, argument?: unknown): Promise<void> {
  const editor = editorThatReads();
  if (!editor) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Open the function in Python, JavaScript or TypeScript that shall read the secret first.',
      ),
    );
    return;
  }
  const subject = await pickReadable(app, argument, vscode.l10n.t('Insert a Snippet for Which Secret?'));
  if (!subject) return;
  await write(editor, subject);
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}

async function write(editor: vscode.TextEditor, subject: SnippetSubject): Promise<void> {
  const { document, selections } = editor;
  const text = document.getText();
  const code = readSnippet(subject, styleOf(text, document.languageId));
  const needsOs = subject.dialect === 'environment' && languageOf(document.languageId) === 'python';
  const missing = needsOs ? missingImportOfOs(text) : undefined;
  await editor.edit((edit) => {
    // First, so that it stays above a snippet that begins the file.
    if (missing) edit.insert(document.positionAt(missing.offset), missing.line);
    for (const selection of selections) edit.replace(selection, code);
  });
}
