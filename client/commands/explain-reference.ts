import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { explanationItems } from '../explain-model.ts';
import { showPlaces } from '../places.ts';

/** Lists how the names of the reference at the cursor were found; each step leads to its place. */
export async function explainReference({ languageClient }: App): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { uri } = editor.document;
  const result = await languageClient.explain(uri, editor.selection.active);
  if (result.subject === undefined) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('No secret is read at the cursor'), 5000);
    return;
  }
  const picked = await vscode.window.showQuickPick(
    explanationItems(result, (place) => vscode.workspace.asRelativePath(vscode.Uri.parse(place.uri))),
    {
      title: vscode.l10n.t('How the Name Was Found: {0}', result.subject),
      placeHolder: vscode.l10n.t('Go to a step'),
      matchOnDetail: true,
    },
  );
  if (picked?.place) await showPlaces([picked.place]);
}
