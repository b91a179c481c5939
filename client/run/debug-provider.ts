import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { mayBeGiven } from './ask-to-give.ts';
import { startRun } from './start-run.ts';
import {
  type Configuration,
  functionFileKey,
  isFunctionOfOurs,
  movesConsole,
  runOf,
  unfitBecause,
  wantsSecrets,
  withSecrets,
} from './debug.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { agentOfFile } from '../agents/agent-of-file.ts';

/** The longest time that a debugger takes to restart a program, in milliseconds. */
const restartMs = 30_000;

/**
 * Adds the variables to the environment of programs that are debugged with `"agentSecrets": true`. They are
 * added only to the configuration that the debugger receives, never to the stored one. Because anyone may
 * have written the stored configuration, the user is asked for consent first.
 */
export function registerDebugging(app: App): vscode.Disposable[] {
  return [
    vscode.debug.registerDebugConfigurationProvider('*', {
      resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) =>
        wantsSecrets(configuration, app.runs.asked) ? resolve(app, folder, configuration) : configuration,
    }),
    vscode.debug.onDidStartDebugSession(ofRun((run) => app.runs.debugged(run))),
    vscode.debug.onDidTerminateDebugSession(ofRun((run) => void app.runs.letGo(run, soon()))),
  ];
}

/** Ignores child sessions, which are part of their parent session. */
function ofRun(work: (run: number) => void): (session: vscode.DebugSession) => void {
  return ({ configuration, parentSession }) => {
    const run = runOf(configuration);
    if (run !== undefined && parentSession === undefined) work(run);
  };
}

function soon(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, restartMs);
  });
}

/** `undefined` if nothing is to be started; the user has been shown why. */
async function resolve(
  app: App,
  folder: vscode.WorkspaceFolder | undefined,
  configuration: vscode.DebugConfiguration,
): Promise<vscode.DebugConfiguration | undefined> {
  const unfit = unfitBecause(configuration);
  if (unfit !== undefined) {
    void vscode.window.showWarningMessage(wordsOf(unfit, configuration.type));
    return undefined;
  }
  const agent = await agentOfFolder(app, configuration, folder);
  if (!(await mayBeGiven(app, configuration, agent))) return undefined;
  const isFunction = isFunctionOfOurs(configuration, app.runs.asked);
  const started = await startRun(app, agent, isFunction ? 'function' : 'program');
  if (!started) return undefined;
  if (movesConsole(configuration))
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'The program runs in the Debug Console, because in a terminal its secrets would end up in the shell history.',
      ),
    );
  vscode.window.setStatusBarMessage(started.note, 8000);
  const { type, name, request } = configuration;
  return { ...withSecrets(configuration, started.variables, started.id), type, name, request };
}

function wordsOf(unfit: 'type' | 'attach', type: string): string {
  return unfit === 'attach'
    ? vscode.l10n.t(
        'A program that is already running cannot receive secrets. Use a configuration that launches it.',
      )
    : vscode.l10n.t('The debugger "{0}" cannot receive secrets. The Python and Node.js debuggers can.', type);
}

function agentOfFolder(
  app: App,
  { program, cwd, [functionFileKey]: functionFile }: Configuration,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<AgentProject | undefined> {
  const place = [functionFile, program, cwd, folder?.uri.fsPath].find((one) => typeof one === 'string');
  return place === undefined ? app.currentAgent.certain() : agentOfFile(app, vscode.Uri.file(place));
}
