import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { handoverVariable } from '../../run/variables.ts';
import type { App } from '../app/app.ts';
import type { Programs } from '../platform/platform.ts';
import { mayBeGiven } from './ask-to-give.ts';
import { type ProgramLine, terminalName } from './run.ts';
import { startRun, type StartedRun } from './start-run.ts';

interface TerminalRun {
  readonly program: ProgramLine;
  readonly cwd: string;
  readonly name: string;
  /** No message is printed when a shell ends. */
  readonly isShell: boolean;
}

/**
 * Creates a terminal that runs the program. The editor's Node starts in it and requests the command and its
 * environment from us over a private socket. This keeps keys and values out of everything that other
 * extensions, the terminal history or the editor's storage see of a terminal. The terminal is not restored
 * after a reload, because its run has ended by then.
 */
export async function terminalFor(
  { runs, extensionUri }: App,
  programs: Programs,
  started: StartedRun,
  { program, cwd, name, isShell }: TerminalRun,
): Promise<vscode.TerminalOptions> {
  const order = {
    ...program,
    cwd,
    variables: started.variables,
    notes: [started.note],
    words: {
      notFound: vscode.l10n.t('Command {0} not found. Check its name and the PATH.', program.command),
      notStarted: vscode.l10n.t('{0} cannot be run. Check that it is an executable file.', program.command),
    },
    ...(!isShell && {
      // The process that runs the program replaces the placeholder with the exit code.
      goodbye: vscode.l10n.t('Ended with exit code {0}. Press any key to close the terminal.', '{0}'),
    }),
  };
  const offered = await programs.offerOrder(order).catch(async (error: unknown) => {
    await runs.end(started.id);
    throw error;
  });
  void offered.ended.then(() => runs.end(started.id));
  return {
    name: terminalName(name),
    cwd,
    shellPath: programs.node,
    shellArgs: [vscode.Uri.joinPath(extensionUri, 'dist', 'run.js').fsPath],
    env: { ELECTRON_RUN_AS_NODE: '1', [handoverVariable]: offered.address },
    iconPath: new vscode.ThemeIcon('key'),
    isTransient: true,
  };
}

/**
 * Shows a run, and closes the previous terminal with the same name: a user who runs a function again wants
 * its new output.
 */
export async function showInPlaceOfLast(
  app: App,
  programs: Programs,
  started: StartedRun,
  run: TerminalRun,
): Promise<void> {
  const options = await terminalFor(app, programs, started, run);
  const isLast = ({ creationOptions }: vscode.Terminal): boolean =>
    creationOptions.name === options.name && 'env' in creationOptions && isOurs(creationOptions);
  for (const last of vscode.window.terminals.filter(isLast)) last.dispose();
  vscode.window.createTerminal(options).show();
}

function isOurs({ env }: vscode.TerminalOptions): boolean {
  return env?.[handoverVariable] !== undefined;
}

/** The profile for **New Terminal**: the user’s shell, with secrets. */
export function registerTerminalProfile(app: App): vscode.Disposable {
  return vscode.window.registerTerminalProfileProvider('agentSecrets.terminal', {
    provideTerminalProfile: async () => {
      const agent = await app.currentAgent.certain();
      if (!(await mayBeGiven(app, { name: shellName() }, agent))) return undefined;
      const options = await shellTerminal(app, agent);
      return options && new vscode.TerminalProfile(options);
    },
  });
}

export async function shellTerminal(
  app: App,
  agent: AgentProject | undefined,
): Promise<vscode.TerminalOptions | undefined> {
  const programs = programsOf(app);
  if (!programs) return undefined;
  const started = await startRun(app, agent);
  if (!started) return undefined;
  return terminalFor(app, programs, started, {
    program: { command: vscode.env.shell, args: [] },
    cwd: agent ? vscode.Uri.parse(agent.rootUri).fsPath : workspaceFolder(programs),
    name: shellName(),
    isShell: true,
  });
}

function shellName(): string {
  return vscode.l10n.t('Shell with Secrets');
}

/** The working directory of programs that do not belong to an agent. */
export function workspaceFolder({ home }: Programs): string {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? home;
}

/** Shows a message if programs cannot be run. */
export function programsOf({ programs }: App): Programs | undefined {
  if (!programs) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('VS Code in a browser cannot run programs. Open the workspace in desktop VS Code.'),
    );
  }
  return programs;
}
