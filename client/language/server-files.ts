import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type FileParams,
  type FolderResult,
  lspMessages,
  type TextResult,
} from '../../contracts/lsp-messages.ts';

/** Larger files are data, not code. */
const largestFile = 5_000_000;

/** Reads files that the server cannot access: those of virtual workspaces and, in a browser, all files. */
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
    // A file that cannot be read counts as missing. This happens, for example, after switching branches.
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

/** Other file systems contain no agents: old versions in a diff, settings, and output. */
function isOfWorkspace({ scheme }: vscode.Uri): boolean {
  return vscode.workspace.workspaceFolders?.some(({ uri }) => uri.scheme === scheme) === true;
}
