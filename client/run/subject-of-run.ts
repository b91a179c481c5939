import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { App } from '../app.ts';
import type { Configuration } from './debug-model.ts';

/** The agent that a file belongs to, else the one in view. */
export async function agentOfFile(
  { languageClient, currentAgent }: App,
  file: vscode.Uri,
): Promise<AgentProject | undefined> {
  return (await languageClient.agentOf(file))?.agent ?? currentAgent.agent;
}

/** The agent of the program that a launch configuration starts. */
export function agentOfFolder(
  app: App,
  { program, cwd }: Configuration,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<AgentProject | undefined> {
  const place = [program, cwd, folder?.uri.fsPath].find((one) => typeof one === 'string');
  return place === undefined
    ? Promise.resolve(app.currentAgent.agent)
    : agentOfFile(app, vscode.Uri.file(place));
}
