import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type FileParams,
  type FolderResult,
  lspMessages,
  type TextResult,
} from '../../contracts/lsp-messages.ts';

/** Larger ones are data, not code. */
const largestFile = 5_000_000;

/** Reads for the server what it cannot reach: files of virtual workspaces, and all of them in a browser. */
export function answerFileQuestions(client: BaseLanguageClient): void {
  client.onRequest(lspMessages.readFile, ({ uri }: FileParams) => readText(vscode.Uri.parse(uri, true)));
  client.onRequest(lspMessages.listFolder, ({ uri }: FileParams) => listFolder(vscode.Uri.parse(uri, true)));
}

async function readText(uri: vscode.Uri): Promise<TextResult> {
  if (!isOfWorkspace(uri)) return {};
  const { fs } = vscode.workspace;
  try {
    const { size } = await fs.stat(uri);
    return size <= largestFile ? { text: new TextDecoder().decode(await fs.readFile(uri)) } : {};
  } catch {
    // What cannot be read is not there; people switch branches.
    return {};
  }
}

async function listFolder(uri: vscode.Uri): Promise<FolderResult> {
  if (!isOfWorkspace(uri)) return { entries: [] };
  try {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return {
      entries: entries.map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 })),
    };
  } catch {
    return { entries: [] };
  }
}

/** Other file systems hold no agents: old versions in a comparison, settings, output. */
function isOfWorkspace({ scheme }: vscode.Uri): boolean {
  return vscode.workspace.workspaceFolders?.some(({ uri }) => uri.scheme === scheme) === true;
}
