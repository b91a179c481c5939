import * as vscode from 'vscode';
import { type Entry, filesNamed, skippedFolders } from './files-named.ts';

/**
 * Every file with that name in the workspace. A virtual workspace may not support search, in which case the
 * editor would wait forever, so its folders are traversed here.
 */
export async function findNamed(name: string): Promise<readonly vscode.Uri[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const virtual = folders.filter(({ scheme }) => scheme !== 'file' && scheme !== 'vscode-remote');
  const found = await Promise.all([
    filesNamed(name, virtual, list),
    ...searched(`**/${name}`, folders, virtual).map((pattern) =>
      vscode.workspace.findFiles(pattern, skippedFolders),
    ),
  ]);
  return found.flat();
}

/**
 * A single pattern for all folders if none of them is virtual; otherwise, one pattern per folder that is not
 * virtual.
 */
function searched(
  pattern: string,
  folders: readonly vscode.Uri[],
  virtual: readonly vscode.Uri[],
): readonly vscode.GlobPattern[] {
  if (virtual.length === 0) return [pattern];
  return folders
    .filter((folder) => !virtual.includes(folder))
    .map((folder) => new vscode.RelativePattern(folder, pattern));
}

async function list(folder: vscode.Uri): Promise<readonly Entry<vscode.Uri>[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries.map(([name, type]) => ({
      name,
      place: vscode.Uri.joinPath(folder, name),
      isFolder: (type & vscode.FileType.Directory) !== 0,
    }));
  } catch {
    // A folder that cannot be read contains no projects.
    return [];
  }
}
