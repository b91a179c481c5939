import * as vscode from 'vscode';

interface OpenForms {
  /** Titles of those in which something was typed. */
  readonly unsaved: readonly string[];
}

/** Whether what was typed in a form about `name` may be thrown away. */
export async function confirmsDiscard(name: string): Promise<boolean> {
  const discard = vscode.l10n.t('Discard');
  const question = vscode.l10n.t('Discard what you typed about “{0}”?', name);
  return (await vscode.window.showWarningMessage(question, { modal: true }, discard)) === discard;
}

/** Forms belong to whoever opened them: they close when somebody else, or nobody, takes their place. */
export async function confirmsLeaving({ unsaved }: OpenForms): Promise<boolean> {
  if (unsaved.length === 0) return true;
  const discard = vscode.l10n.t('Discard');
  const question = vscode.l10n.t('Discard what you typed? These forms close:');
  const asked = { modal: true, detail: unsaved.join('\n') };
  return (await vscode.window.showWarningMessage(question, asked, discard)) === discard;
}

/** The editor asks nobody before it closes a tab, so that is done afterwards. Values do not come back. */
export async function wantsBack(name: string): Promise<boolean> {
  const back = vscode.l10n.t('Bring Back');
  const closed = vscode.l10n.t(
    '“{0}” was closed with unsaved input. It can be brought back, except typed values.',
    name,
  );
  return (await vscode.window.showWarningMessage(closed, back, vscode.l10n.t('Discard'))) === back;
}
