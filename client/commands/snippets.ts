import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { confirms } from '../panels/confirm.ts';
import { isNotGranted } from '../session/session-state.ts';
import { nameIn, pickSecret, snippetSubjectIn } from './subject.ts';
import { missingImportOfOs } from '../snippets/python-import.ts';
import { languageOf, styleOf } from '../snippets/snippet-style.ts';
import { readSnippet, snippetAt, type SnippetSubject } from '../snippets/snippet.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';

/**
 * Inserts, at the cursor, the line or the expression that reads the secret, together with the import that it
 * needs, as one undo step. In a string, inserts only the name. The code runs for the file's agent, regardless of which agent the sidebar shows.
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
  const subject = await pickReadable(app, argument, title, owner, (name) => copySnippet(app, { name }));
  if (!subject || !(await mayInsert(app, subject, owner))) return;
  await write(app, editor, subject);
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}

/**
 * Asks for confirmation if the secret belongs to the agent in the sidebar but the file's agent certainly
 * cannot read it.
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
  return confirms(question, button, detail);
}

async function write(
  { languageClient }: App,
  editor: vscode.TextEditor,
  subject: SnippetSubject,
): Promise<void> {
  const { document, selections } = editor;
  const places = await languageClient.snippetPlaces(document.uri, selections);
  const text = document.getText();
  const style = styleOf(text, document.languageId);
  const needsOs = subject.dialect === 'environment' && languageOf(document.languageId) === 'python';
  const missing = needsOs ? missingImportOfOs(text) : undefined;
  await editor.edit((edit) => {
    // The import is inserted first, so that it stays above a snippet at the start of the file.
    if (missing) edit.insert(document.positionAt(missing.offset), missing.line);
    for (const [index, selection] of selections.entries()) {
      const place = places[index] ?? { kind: isBlank(document, selection) ? 'statement' : 'expression' };
      edit.replace(selection, snippetAt(place, subject, style));
    }
  });
}

/** Whether the selected lines contain nothing else. */
function isBlank(document: vscode.TextDocument, { start, end }: vscode.Range): boolean {
  const before = document.lineAt(start.line).text.slice(0, start.character);
  return `${before}${document.lineAt(end.line).text.slice(end.character)}`.trim() === '';
}

/** Copies the name of a secret or of a field. */
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

/**
 * The secret or field for which a snippet is created. If the command has no argument, prompts for one of the
 * agent's secrets.
 */
async function pickReadable(
  app: App,
  argument: unknown,
  title: string,
  agent = app.currentAgent.agent,
  copy?: (name: string) => Promise<void>,
): Promise<SnippetSubject | undefined> {
  const given = snippetSubjectIn(argument);
  if (given) return given;
  const name = await pickSecret(app, title, ({ access }) => access === 'granted', agent, copy);
  return name === undefined ? undefined : { name };
}

/** The active editor if its file can read secrets; otherwise, another visible editor whose file can. */
function editorThatReads(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return [activeTextEditor, ...visibleTextEditors].find(
    (editor) => editor && languageOf(editor.document.languageId) !== undefined,
  );
}
