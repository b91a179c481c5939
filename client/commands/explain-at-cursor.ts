import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { type ExplanationRow, explanationRows } from './explain.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import { showPlaces, toRange } from '../common/show-places.ts';

/**
 * Lists how the names of the reference at the cursor were derived. The editor shows the location of the step that the
 * arrow keys select, and returns to the cursor if the user cancels.
 */
export async function explainReference({ languageClient }: App): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const result = await languageClient.explain(editor.document.uri, editor.selection.active);
  if (result.subject === undefined) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('No secret is read at the cursor'), 5000);
    return;
  }
  const { document, selection, viewColumn } = editor;
  const rows = explanationRows(result, ({ uri }) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
  const picked = await vscode.window.showQuickPick(rows.map(toItem), {
    title: vscode.l10n.t('How the Name Was Found: {0}', result.subject),
    placeHolder: vscode.l10n.t('Go to a step'),
    matchOnDetail: true,
    onDidSelectItem: (row: ExplanationRow) => void (row.place && preview(row.place)),
  });
  if (picked?.place) await showPlaces([picked.place]);
  else await vscode.window.showTextDocument(document, { selection, ...(viewColumn && { viewColumn }) });
}

async function preview({ uri, range }: Place): Promise<void> {
  const options = { selection: toRange(range), preserveFocus: true, preview: true };
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), options);
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
