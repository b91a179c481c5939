import * as vscode from 'vscode';

interface OpenForms {
  /** Titles of the panels with unsaved input. */
  readonly unsaved: readonly string[];
}

/** Whether the input can be discarded. */
export async function confirmsDiscard(
  question: string,
  discard = vscode.l10n.t('Discard'),
  detail?: string,
): Promise<boolean> {
  const asked = { modal: true, ...(detail !== undefined && { detail }) };
  return (await vscode.window.showWarningMessage(question, asked, discard)) === discard;
}

export function questionAbout(name: string): string {
  return vscode.l10n.t('Discard what you typed about "{0}"?', name);
}

/** Forms close when the user who opened them signs out or is replaced by another. */
export async function confirmsLeaving({ unsaved }: OpenForms): Promise<boolean> {
  if (unsaved.length === 0) return true;
  const question = vscode.l10n.t('Discard what you typed? These forms will close:');
  return confirmsDiscard(question, vscode.l10n.t('Discard'), unsaved.join('\n'));
}

/** The editor closes a tab without asking, so this asks afterwards; `closed` identifies the tab. */
export async function wantsBack(closed: string): Promise<boolean> {
  const back = vscode.l10n.t('Restore');
  return (await vscode.window.showWarningMessage(closed, back, vscode.l10n.t('Discard'))) === back;
}

/** Values are not restored. */
export function closedWithInput(name: string): string {
  return vscode.l10n.t(
    '"{0}" was closed with unsaved input. You can restore everything except typed values.',
    name,
  );
}
