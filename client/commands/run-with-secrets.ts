import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { agentOfFile } from '../agents/agent-of-file.ts';
import type { App } from '../app/app.ts';
import type { Programs } from '../platform/platform.ts';
import { startConfiguration, startable } from '../run/launch-configurations.ts';
import { pythonFor } from '../run/python.ts';
import {
  baseName,
  displayLine,
  isInside,
  type ProgramLine,
  programForFile,
  programForLine,
} from '../run/run.ts';
import { programsOf, shellTerminal, terminalFor, workspaceFolder } from '../run/run-terminal.ts';
import { startRun } from '../run/start-run.ts';

interface Desk {
  readonly app: App;
  readonly programs: Programs;
}

type Choice = vscode.QuickPickItem & { readonly start?: () => Promise<void> };

/**
 * Runs a file, a typed command or a launch configuration with the user’s secrets. A file's button or menu
 * runs that file; the Command Palette asks what to run.
 */
export async function runWithSecrets(app: App, argument?: unknown): Promise<void> {
  const programs = programsOf(app);
  if (!programs) return;
  const desk = { app, programs };
  const editor = vscode.window.activeTextEditor;
  const file = argument instanceof vscode.Uri ? argument : editor?.document.uri;
  const program = file && (await programOf(file, programs));
  const runFile = file && program && (() => runIn(desk, file, program));
  if (argument instanceof vscode.Uri) return runFile ? runFile() : runTyped(desk, file);
  const choices: Choice[] = [
    ...(program && runFile
      ? [{ label: `$(play) ${nameOf(file)}`, description: displayLine(program), start: runFile }]
      : []),
    { label: vscode.l10n.t('$(terminal) Type a Command…'), start: () => runTyped(desk, file) },
    { label: vscode.l10n.t('$(key) Open a Shell with Secrets'), start: () => openShell(app) },
    ...launchChoices(app, file),
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('What Do You Want to Run With Secrets?'),
    matchOnDescription: true,
  });
  await chosen?.start?.();
}

/** Saves the file first, as debuggers do, because unsaved changes would not run. */
async function runIn(desk: Desk, file: vscode.Uri, program: ProgramLine): Promise<void> {
  await vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString())?.save();
  const agent = await agentOfFile(desk.app, file);
  await start(desk, agent, program, nameOf(file), folderFor(desk.programs, agent, file));
}

async function runTyped(desk: Desk, file: vscode.Uri | undefined): Promise<void> {
  const line = await vscode.window.showInputBox({
    title: vscode.l10n.t('Run With Secrets'),
    prompt: vscode.l10n.t(
      'A command for your shell. Your secrets are in its environment: do not type them here.',
    ),
    placeHolder: 'npm test',
  });
  if (line === undefined || line.trim() === '') return;
  const agent = await (file ? agentOfFile(desk.app, file) : desk.app.currentAgent.certain());
  await start(
    desk,
    agent,
    programForLine(line, vscode.env.shell),
    line,
    folderFor(desk.programs, agent, file),
  );
}

async function openShell(app: App): Promise<void> {
  const options = await shellTerminal(app, await app.currentAgent.certain());
  if (options) vscode.window.createTerminal(options).show();
}

async function start(
  { app, programs }: Desk,
  agent: AgentProject | undefined,
  program: ProgramLine,
  name: string,
  cwd: string,
): Promise<void> {
  const started = await startRun(app, agent);
  if (!started) return;
  vscode.window
    .createTerminal(await terminalFor(app, programs, started, { program, cwd, name, isShell: false }))
    .show();
}

function launchChoices({ runs }: App, file: vscode.Uri | undefined): Choice[] {
  const configurations = startable(file);
  if (configurations.length === 0) return [];
  const label = vscode.l10n.t('Launch configurations');
  return [
    { label, kind: vscode.QuickPickItemKind.Separator },
    ...configurations.map((one) => ({
      label: `$(debug-start) ${one.configuration.name}`,
      start: () => startConfiguration(runs.asked, one, { noDebug: true }),
    })),
  ];
}

async function programOf(file: vscode.Uri, { python }: Programs): Promise<ProgramLine | undefined> {
  if (file.scheme !== 'file') return undefined;
  const { languageId } = await vscode.workspace.openTextDocument(file);
  return programForFile(
    file.fsPath,
    languageId,
    languageId === 'python' ? await pythonFor(file, python) : '',
  );
}

/** An agent’s functions import the generated modules relative to the agent's project folder. */
function folderFor(
  programs: Programs,
  agent: AgentProject | undefined,
  file: vscode.Uri | undefined,
): string {
  const root = agent && vscode.Uri.parse(agent.rootUri).fsPath;
  if (root !== undefined && (!file || isInside(file.fsPath, root))) return root;
  return (file && vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath) ?? workspaceFolder(programs);
}

function nameOf(file: vscode.Uri): string {
  return baseName(file.fsPath);
}
