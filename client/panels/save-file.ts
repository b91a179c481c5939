import * as vscode from 'vscode';

/** Asks where to save a file, in the first folder of the workspace by default. */
export async function askWhereToSave(name: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return vscode.window.showSaveDialog({
    filters: { [extension.toUpperCase()]: [extension] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
}

export async function saveText(target: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Exported to {0}', target.path), 5000);
  } catch {
    void vscode.window.showErrorMessage(vscode.l10n.t('The file could not be written: {0}', target.path));
  }
}
