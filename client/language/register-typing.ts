import * as vscode from 'vscode';
import { endOfEdit, isInEmptyName, lineOfSnippet } from './edited-text.ts';
import { languages, type SecretsLanguageClient } from './language-client.ts';

/** The file that was edited last, until the cursor leaves it. */
interface Edited {
  readonly uri: string;
  /** Where the edit left the cursor. */
  readonly end: Pick<vscode.Position, 'line' | 'character'> | undefined;
  /** The line of a snippet that is being filled in. */
  readonly snippetLine: number | undefined;
}

/**
 * Follows the cursor after each edit: the language server withholds findings about the word being typed until
 * the cursor leaves it, and in the empty quotes of a snippet, the list of names opens.
 */
export function registerTyping(
  languageClient: Pick<SecretsLanguageClient, 'cursorMoved'>,
): readonly vscode.Disposable[] {
  let edited: Edited | undefined;
  const left = (): void => {
    if (edited !== undefined) void languageClient.cursorMoved({ uri: edited.uri });
    edited = undefined;
  };
  return [
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!languages.includes(document.languageId) || contentChanges.length === 0) return;
      const uri = document.uri.toString();
      if (edited !== undefined && edited.uri !== uri) left();
      const snippetLine = lineOfSnippet(contentChanges) ?? edited?.snippetLine;
      edited = { uri, end: endOfEdit(contentChanges), snippetLine };
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor: { document }, selections: [selection] }) => {
      if (edited?.uri !== document.uri.toString() || selection === undefined) return;
      const { line, character } = selection.active;
      if (line !== edited.snippetLine) edited = { ...edited, snippetLine: undefined };
      else if (selection.isEmpty && isInEmptyName(document.lineAt(line).text, character))
        void vscode.commands.executeCommand('editor.action.triggerSuggest');
      if (line === edited.end?.line && character === edited.end.character) return;
      void languageClient.cursorMoved({ uri: edited.uri, position: { line, character } });
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (edited?.uri === uri.toString()) left();
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor?.document.uri.toString() !== edited?.uri) left();
    }),
  ];
}
