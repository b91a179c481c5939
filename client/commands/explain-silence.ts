import * as vscode from 'vscode';
import type { App } from '../app/app.ts';

/** Shows why nothing is reported at the cursor. */
export async function explainSilence({ languageClient }: App): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const reasons = await languageClient.whySilent(editor.document.uri, editor.selection.active);
  const message =
    reasons.length > 0
      ? reasons.join(' ')
      : vscode.l10n.t('The language server does not analyze this file. Open a file of an agent.');
  void vscode.window.showInformationMessage(message);
}
