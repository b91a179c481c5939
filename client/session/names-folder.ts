import * as vscode from 'vscode';
import type { NamesFolder } from './kept-names.ts';

/** The extension's own storage, in whatever file system the editor keeps it. */
export function namesFolder(globalStorage: vscode.Uri): NamesFolder {
  const { fs } = vscode.workspace;
  const at = (path: readonly string[]): vscode.Uri => vscode.Uri.joinPath(globalStorage, 'names', ...path);
  return {
    read: async (path) => new TextDecoder().decode(await fs.readFile(at(path))),
    // Folders above are made when they are missing.
    write: async (path, text) => fs.writeFile(at(path), new TextEncoder().encode(text)),
    remove: async (path) => fs.delete(at(path), { recursive: true }),
  };
}
