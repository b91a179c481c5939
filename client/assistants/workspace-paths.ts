import * as vscode from 'vscode';

/** A path relative to the workspace; with several folders, it begins with the folder's name. */
export function workspacePath(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
}

/** @see AnalyzedCode.find */
export async function findInWorkspace(given: string): Promise<string | undefined> {
  const path = given.replaceAll('\\', '/').replace(/\/+$/, '');
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const uri of folders.flatMap((folder) => candidates(path, folder))) {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (!folder || !(await exists(uri))) continue;
    if (uri.path !== folder.uri.path) return workspacePath(uri.toString());
    return folders.length > 1 ? folder.name : '';
  }
  return undefined;
}

/** Models use relative and absolute paths, with and without the folder's name. */
function candidates(path: string, { name, uri }: vscode.WorkspaceFolder): readonly vscode.Uri[] {
  const relative = vscode.Uri.joinPath(uri, path);
  if (path === name) return [relative, uri];
  if (path.startsWith(`${name}/`)) return [relative, vscode.Uri.joinPath(uri, path.slice(name.length))];
  return /^(?:\/|[A-Za-z]:)/.test(path)
    ? [relative, uri.with({ path: vscode.Uri.file(path).path })]
    : [relative];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
