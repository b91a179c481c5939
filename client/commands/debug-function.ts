import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { callDebugging } from '../run/call.ts';
import { callerOf } from '../run/call-program.ts';
import { functionFileKey, wantsSecretsKey } from '../run/debug.ts';
import { knownArguments } from '../run/known-arguments.ts';
import { isInstalled } from '../run/python-debugger.ts';
import { programsOf } from '../run/run-terminal.ts';
import { saveFilesOf, type SubjectFunction, subjectFunction } from '../run/subject-function.ts';
import { debugWithSecrets } from './debug-with-secrets.ts';

/** Debugs a function with the secrets of its agent, or a script with the user’s environment secrets. */
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
