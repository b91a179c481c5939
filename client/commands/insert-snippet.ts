import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { App } from '../app/app.ts';
import { missingImportOfOs } from '../snippets/python-import.ts';
import { readSnippet, type SnippetSubject } from '../snippets/snippet.ts';
import { languageOf, styleOf } from '../snippets/snippet-style.ts';
import { editorThatReads } from './editor-that-reads.ts';
import { isNotGranted } from './is-not-granted.ts';
import { pickReadable } from './pick-readable.ts';

/**
 * Inserts the line that reads the secret at the cursor, and the import it needs, as one undo step. The code
 * runs for the agent of the file, no matter which agent the sidebar shows.
 */
export async function insertSnippet(app: App, argument?: unknown): Promise<void> {
  const editor = editorThatReads();
  if (!editor) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('First open the Python, JavaScript or TypeScript function that reads the secret.'),
    );
    return;
  }
  const owner = (await app.languageClient.agentOf(editor.document.uri))?.agent;
  const title = vscode.l10n.t('Insert a Snippet for Which Secret?');
  const subject = await pickReadable(app, argument, title, owner);
  if (!subject || !(await mayInsert(app, subject, owner))) return;
  await write(editor, subject);
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}

/**
 * Asks if the secret belongs to the agent in the sidebar and the file's own agent certainly cannot read it.
 */
async function mayInsert(
  { session, currentAgent }: App,
  { name, dialect }: SnippetSubject,
  owner: AgentProject | undefined,
): Promise<boolean> {
  const shown = currentAgent.agent;
  if (!owner || dialect === 'environment' || owner.agentId === shown?.agentId) return true;
  if (!isNotGranted(await session.catalog(owner.agentId), name)) return true;
  const question = vscode.l10n.t(
    '"{0}" is not granted to {1}, the agent of this file. Insert it anyway?',
    name,
    owner.agentName,
  );
  const detail = shown && vscode.l10n.t('The sidebar shows the secrets of {0}.', shown.agentName);
  const button = vscode.l10n.t('Insert');
  const options = { modal: true, ...(detail !== undefined && { detail }) };
  return (await vscode.window.showWarningMessage(question, options, button)) === button;
}

async function write(editor: vscode.TextEditor, subject: SnippetSubject): Promise<void> {
  const { document, selections } = editor;
  const text = document.getText();
  const code = readSnippet(subject, styleOf(text, document.languageId));
  const needsOs = subject.dialect === 'environment' && languageOf(document.languageId) === 'python';
  const missing = needsOs ? missingImportOfOs(text) : undefined;
  await editor.edit((edit) => {
    // Inserted first, so that it stays above a snippet at the start of the file.
    if (missing) edit.insert(document.positionAt(missing.offset), missing.line);
    for (const selection of selections) edit.replace(selection, code);
  });
}
