import * as vscode from 'vscode';

/** The editor asks nobody before it closes a tab, so that is done afterwards. */
export async function wantsMatrixBack(): Promise<boolean> {
  const back = vscode.l10n.t('Bring Back');
  const closed = vscode.l10n.t('The access matrix was closed with changes that are not saved.');
  return (await vscode.window.showWarningMessage(closed, back, vscode.l10n.t('Discard'))) === back;
}
