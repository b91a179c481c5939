import * as vscode from 'vscode';
import { type Configuration, fitConfigurations, wantsSecretsKey } from './debug.ts';

export interface Startable {
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly configuration: Configuration & { readonly name: string };
}

/** The launch configurations in the file's workspace folder that can be started with secrets. */
export function startable(file: vscode.Uri | undefined): readonly Startable[] {
  const folder = file && vscode.workspace.getWorkspaceFolder(file);
  const written = vscode.workspace
    .getConfiguration('launch', folder ?? vscode.workspace.workspaceFolders?.[0])
    .get<unknown>('configurations');
  return fitConfigurations(written).map((configuration) => ({
    folder: folder ?? vscode.workspace.workspaceFolders?.[0],
    configuration,
  }));
}

/**
 * Starts a copy of the configuration with secrets and leaves `launch.json` unchanged. The copy has a
 * different name, because a restart finds the configuration by name and the stored one does not request
 * secrets.
 */
export async function startConfiguration(
  asked: string,
  { folder, configuration }: Startable,
  options: vscode.DebugSessionOptions,
): Promise<void> {
  const { name, type, request, ...rest } = configuration;
  const wanted = {
    ...rest,
    name: vscode.l10n.t('{0} with Secrets', name),
    type: String(type),
    request: String(request),
    [wantsSecretsKey]: asked,
  };
  await vscode.debug.startDebugging(folder, wanted, options);
}
