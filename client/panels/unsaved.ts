import * as vscode from 'vscode';

interface OpenForms {
  /** Titles of those in which something was typed. */
  readonly unsaved: readonly string[];
}

/** Whether what was typed may be thrown away. */
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

/** Forms close when the person who opened them signs out or is replaced by another. */
export async function confirmsLeaving({ unsaved }: OpenForms): Promise<boolean> {
  if (unsaved.length === 0) return true;
  const question = vscode.l10n.t('Discard what you typed? These forms will close:');
  return confirmsDiscard(question, vscode.l10n.t('Discard'), unsaved.join('\n'));
}

/** The editor closes a tab without asking, so this asks afterwards; `closed` says which tab it was. */
export async function wantsBack(closed: string): Promise<boolean> {
  const back = vscode.l10n.t('Restore');
  return (await vscode.window.showWarningMessage(closed, back, vscode.l10n.t('Discard'))) === back;
}

/** Values do not come back. */
export function closedWithInput(name: string): string {
  return vscode.l10n.t(
    '"{0}" was closed with unsaved input. You can restore everything except typed values.',
    name,
  );
}
