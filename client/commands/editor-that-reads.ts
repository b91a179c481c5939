import * as vscode from 'vscode';
import { languageOf } from '../snippets/snippet-style.ts';

/** The active editor if its file can read secrets, else another visible one. */
export function editorThatReads(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return [activeTextEditor, ...visibleTextEditors].find(
    (editor) => editor && languageOf(editor.document.languageId) !== undefined,
  );
}
