import * as vscode from 'vscode';

/** Restoring changes what every agent reads, so it always asks for confirmation. */
export async function confirmsRestore(name: string, version: number): Promise<boolean> {
  const restore = vscode.l10n.t('Restore Version {0}', version);
  const question = vscode.l10n.t('Restore version {0} of "{1}"?', version, name);
  const detail = vscode.l10n.t(
    'Its agents get that value on the next read. The current value stays in the history.',
  );
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, restore);
  return chosen === restore;
}
