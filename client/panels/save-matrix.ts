import * as vscode from 'vscode';
import type { MatrixFormat } from '../../contracts/matrix-messages.ts';
import { type ExportWords, toCsv, toSvg } from './access-matrix-export.ts';
import type { MatrixTable } from './access-matrix.ts';

export async function saveMatrix(format: MatrixFormat, table: MatrixTable): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `access-matrix.${format}`;
  const target = await vscode.window.showSaveDialog({
    filters: format === 'csv' ? { CSV: ['csv'] } : { SVG: ['svg'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  const text = format === 'csv' ? toCsv(table, exportWords()) : toSvg(table, exportWords());
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Exported to {0}', target.path), 5000);
  } catch {
    void vscode.window.showErrorMessage(vscode.l10n.t('The file could not be written: {0}', target.path));
  }
}

function exportWords(): ExportWords {
  return {
    title: vscode.l10n.t('Access Matrix'),
    secret: vscode.l10n.t('Secret'),
    kinds: {
      missing: vscode.l10n.t('no access but used'),
      unused: vscode.l10n.t('granted but unused'),
      maybe: vscode.l10n.t('maybe used, granted'),
      unknown: vscode.l10n.t('granted, code not known'),
      used: vscode.l10n.t('used, granted'),
      empty: '',
    },
  };
}
