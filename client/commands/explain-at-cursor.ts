import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { type ExplanationRow, explanationRows } from './explain.ts';
import { showPlaces } from '../common/show-places.ts';

/** Lists how the names of the reference at the cursor were derived. Selecting a step opens its location. */
export async function explainReference({ languageClient }: App): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const result = await languageClient.explain(editor.document.uri, editor.selection.active);
  if (result.subject === undefined) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('No secret is read at the cursor'), 5000);
    return;
  }
  const rows = explanationRows(result, ({ uri }) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
  const picked = await vscode.window.showQuickPick(rows.map(toItem), {
    title: vscode.l10n.t('How the Name Was Found: {0}', result.subject),
    placeHolder: vscode.l10n.t('Go to a step'),
    matchOnDetail: true,
  });
  if (picked?.place) await showPlaces([picked.place]);
}

function toItem(row: ExplanationRow): ExplanationRow & vscode.QuickPickItem {
  const { Separator, Default } = vscode.QuickPickItemKind;
  return { ...row, kind: row.isHeading ? Separator : Default };
}

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
