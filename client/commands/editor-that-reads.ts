import * as vscode from 'vscode';
import { languageOf } from '../snippets/snippet-style.ts';

/** The editor in front if secrets can be read there, else another that can be seen. */
export function editorThatReads(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return [activeTextEditor, ...visibleTextEditors].find(
    (editor) => editor && languageOf(editor.document.languageId) !== undefined,
  );
}
