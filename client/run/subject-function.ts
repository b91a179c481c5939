import * as vscode from 'vscode';
import { agentOfFile } from '../agents/agent-of-file.ts';
import type { App } from '../app/app.ts';
import type { Programs } from '../platform/platform.ts';
import { type Arguments, callLine, functionAt, functionIn } from './function.ts';
import { pythonFor } from './python.ts';
import { programForFile, type ProgramLine } from './run.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { RunnableFunction } from '../../contracts/lsp-messages.ts';

export interface SubjectFunction {
  readonly document: vscode.TextDocument;
  readonly agent: AgentProject;
  readonly runnable: RunnableFunction;
}

/**
 * The function that a code lens specifies; otherwise, the one at the cursor. Shows a message if there is
 * none.
 */
export async function subjectFunction(app: App, argument: unknown): Promise<SubjectFunction | undefined> {
  const named = functionIn(argument);
  const { activeTextEditor } = vscode.window;
  const uri = named ? vscode.Uri.parse(named.uri) : activeTextEditor?.document.uri;
  const functions = uri?.scheme === 'file' ? await app.languageClient.functions(uri) : [];
  const runnable = named
    ? functions.find(({ name }) => name === named.name)
    : functionAt(functions, activeTextEditor?.selection.active.line ?? 0);
  const agent = uri && runnable && (await agentOfFile(app, uri));
  if (!agent) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Nothing at the cursor can be run. Put the cursor in a function that has the same name as its file.',
      ),
    );
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  return { document, agent, runnable };
}

/** Saves the agent's files first, as debuggers do, because unsaved changes would not run. */
export async function saveFilesOf({ rootUri }: AgentProject): Promise<void> {
  const isOfAgent = ({ uri, isDirty }: vscode.TextDocument): boolean =>
    isDirty && uri.toString().startsWith(`${rootUri}/`);
  await Promise.all(vscode.workspace.textDocuments.filter(isOfAgent).map((document) => document.save()));
}

/** The program that calls the function or runs the script, with the interpreter that the user selected. */
export async function callerOf(
  { extensionUri }: App,
  { python }: Programs,
  { document: { uri, languageId }, runnable: { name, parameters } }: SubjectFunction,
  given: Arguments,
): Promise<(fakes: string | undefined) => ProgramLine> {
  const file = uri.fsPath;
  const command = languageId === 'python' ? await pythonFor(uri, python) : 'node';
  const dist = vscode.Uri.joinPath(extensionUri, 'dist').fsPath;
  return (fakes) =>
    name === undefined
      ? (programForFile(file, languageId, command) ?? { command, args: [file] })
      : callLine({ command, dist, file, languageId, name, parameters, given, fakes });
}
