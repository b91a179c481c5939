import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import type { Programs } from '../platform/platform.ts';
import { callerOf, saveFilesOf, type SubjectFunction, subjectFunction } from '../run/subject-function.ts';
import { callDebugging } from '../run/function.ts';
import { functionFileKey, wantsSecretsKey } from '../run/debug.ts';
import { knownArguments } from '../run/ask-for-arguments.ts';
import { startable, type Startable, startConfiguration } from '../run/launch-configurations.ts';
import { isInstalled } from '../run/python.ts';
import { programsOf, workspaceFolder } from '../run/run-terminal.ts';
import { baseName, debuggingForFile } from '../run/run.ts';

/**
 * Debugs the file or a launch configuration with the user’s secrets. If invoked from a button or menu, debugs
 * the file.
 */
export async function debugWithSecrets(app: App, argument?: unknown): Promise<void> {
  const programs = programsOf(app);
  if (!programs) return;
  const file = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const ofFile = file && (await debuggingOf(file, programs));
  const chosen = argument instanceof vscode.Uri ? ofFile : await pick(ofFile, startable(file));
  if (chosen && (await isInstalled(chosen.configuration['type'])))
    return startConfiguration(app.runs.asked, chosen, {});
  if (!ofFile && startable(file).length === 0) sayNothingToDebug();
}

async function pick(
  ofFile: Startable | undefined,
  configurations: readonly Startable[],
): Promise<Startable | undefined> {
  if (ofFile && configurations.length === 0) return ofFile;
  if (!ofFile && configurations.length === 0) return undefined;
  const items = [...(ofFile ? [ofFile] : []), ...configurations].map((one) => ({
    label: `$(debug-alt) ${one.configuration.name}`,
    one,
  }));
  const title = vscode.l10n.t('What Do You Want to Debug With Secrets?');
  return (await vscode.window.showQuickPick(items, { title }))?.one;
}

async function debuggingOf(file: vscode.Uri, programs: Programs): Promise<Startable | undefined> {
  if (file.scheme !== 'file') return undefined;
  const { languageId } = await vscode.workspace.openTextDocument(file);
  const folder = vscode.workspace.getWorkspaceFolder(file);
  const cwd = folder?.uri.fsPath ?? workspaceFolder(programs);
  const debugging = debuggingForFile(file.fsPath, languageId, cwd);
  return debugging && { folder, configuration: { name: baseName(file.fsPath), ...debugging } };
}

function sayNothingToDebug(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('This file cannot be debugged. Open a Python, JavaScript or TypeScript file.'),
  );
}

/** Debugs a function with its agent's secrets, or a script with the user’s environment secrets. */
export async function debugFunction(app: App, argument?: unknown): Promise<void> {
  const subject = await subjectFunction(app, argument);
  if (!subject) return;
  const { name } = subject.runnable;
  if (name === undefined) return debugWithSecrets(app, subject.document.uri);
  const isPython = subject.document.languageId === 'python';
  if (isPython && !(await isInstalled('debugpy'))) return;
  await debug(app, subject, name);
}

async function debug(app: App, subject: SubjectFunction, name: string): Promise<void> {
  const programs = programsOf(app);
  const given = programs && (await knownArguments(app, subject, vscode.l10n.t('Debug {0}', name)));
  if (!programs || !given) return;
  await saveFilesOf(subject.agent);
  const { document, agent } = subject;
  const call = await callerOf(app, programs, subject, given);
  const debugging = callDebugging(
    call(undefined),
    document.languageId,
    vscode.Uri.parse(agent.rootUri).fsPath,
  );
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(document.uri), {
    ...debugging,
    name,
    [functionFileKey]: document.uri.fsPath,
    [wantsSecretsKey]: app.runs.asked,
  });
}
