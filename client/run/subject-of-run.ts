import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { agentOfFile } from '../agents/agent-of-file.ts';
import type { App } from '../app/app.ts';
import { type Configuration, functionFileKey } from './debug.ts';

/** The agent of the program that a launch configuration starts. */
export function agentOfFolder(
  app: App,
  { program, cwd, [functionFileKey]: functionFile }: Configuration,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<AgentProject | undefined> {
  const place = [functionFile, program, cwd, folder?.uri.fsPath].find((one) => typeof one === 'string');
  return place === undefined ? app.currentAgent.certain() : agentOfFile(app, vscode.Uri.file(place));
}
