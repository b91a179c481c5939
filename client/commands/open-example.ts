import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { exampleCatalogFile } from '../session/read-example-catalog.ts';
import { exampleCatalog, exampleFolder, nameOfCopy } from './example.ts';

/** Copies the example agent to a new folder, inside a folder that the user chooses, and opens it. */
export async function openExample({ extensionUri, log }: App): Promise<void> {
  if (/^https?$/.test(extensionUri.scheme)) return sayNoMachine();
  const parent = await pickFolder();
  if (!parent) return;
  try {
    await open(await copyInto(parent, extensionUri));
  } catch (error) {
    log.warn('The example could not be copied.', error instanceof Error ? error.message : '');
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The example could not be copied there. Choose a folder that you can write to.'),
    );
  }
}

function sayNoMachine(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The example is copied to a local folder, which VS Code in a browser does not have.'),
  );
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: vscode.l10n.t('Copy Example Here'),
    title: vscode.l10n.t('Where Should the Example Workspace Be Created?'),
  });
  return picked?.[0];
}

/** Never changes existing files: the copy gets an unused name, and nothing is overwritten. */
async function copyInto(parent: vscode.Uri, extension: vscode.Uri): Promise<vscode.Uri> {
  const taken = (await vscode.workspace.fs.readDirectory(parent)).map(([name]) => name);
  const copy = vscode.Uri.joinPath(parent, nameOfCopy(taken));
  await copyTo(copy, vscode.Uri.joinPath(extension, exampleFolder));
  await copyTo(vscode.Uri.joinPath(copy, exampleCatalogFile), vscode.Uri.joinPath(extension, exampleCatalog));
  return copy;
}

function copyTo(target: vscode.Uri, source: vscode.Uri): Thenable<void> {
  return vscode.workspace.fs.copy(source, target, { overwrite: false });
}

/**
 * Opens the folder in this window if the window is empty; otherwise in a new one, so that open work is kept.
 */
function open(folder: vscode.Uri): Thenable<unknown> {
  const forceNewWindow = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  return vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
}
