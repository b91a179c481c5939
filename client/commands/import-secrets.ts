import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { openImport } from './panel-commands.ts';

/** Previews the secrets of a file that the user picks, or of the file in the current editor. */
export async function importSecrets(app: App): Promise<void> {
  const file = await pickFile();
  if (file) await openImport(app, { file });
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t('Import Secrets From Which File?');
  const current = vscode.window.activeTextEditor?.document.uri;
  if (current && /\.(?:env(?:\.[^/]*)?|json|csv)$/.test(current.path)) {
    const here = vscode.workspace.asRelativePath(current);
    const chosen = await vscode.window.showQuickPick([here, vscode.l10n.t('Another File…')], { title });
    if (chosen === undefined || chosen === here) return chosen === undefined ? undefined : current;
  }
  const [file] = (await vscode.window.showOpenDialog({ title, openLabel: vscode.l10n.t('Import') })) ?? [];
  return file;
}
