import * as vscode from 'vscode';

/** Asks for confirmation in a modal dialog. The button names the action. */
export async function confirms(question: string, button: string, detail?: string): Promise<boolean> {
  const options = { modal: true, ...(detail !== undefined && { detail }) };
  return (await vscode.window.showWarningMessage(question, options, button)) === button;
}

export function confirmsDiscard(name: string): Promise<boolean> {
  return confirms(vscode.l10n.t('Discard what you typed about "{0}"?', name), vscode.l10n.t('Discard'));
}

/** Forms close when the user who opened them signs out or is replaced by another user. */
export async function confirmsLeaving(forms: { readonly unsaved: readonly string[] }): Promise<boolean> {
  if (forms.unsaved.length === 0) return true;
  const question = vscode.l10n.t('Discard what you typed? These forms will close:');
  return confirms(question, vscode.l10n.t('Discard'), forms.unsaved.join('\n'));
}

/** The editor closes tabs without asking, so this asks afterwards; `closed` identifies the tab. */
export async function wantsBack(closed: string): Promise<boolean> {
  const back = vscode.l10n.t('Restore');
  return (await vscode.window.showWarningMessage(closed, back, vscode.l10n.t('Discard'))) === back;
}

export function closedWithInput(name: string): string {
  return vscode.l10n.t(
    '"{0}" was closed with unsaved input. You can restore everything except typed values.',
    name,
  );
}

/** Restoring a version changes what every agent reads, so it always requires confirmation. */
export function confirmsRestore(name: string, version: number, detail: string): Promise<boolean> {
  const restore = vscode.l10n.t('Restore Version {0}', version);
  const question = vscode.l10n.t('Restore version {0} of "{1}"?', version, name);
  return confirms(question, restore, detail);
}
