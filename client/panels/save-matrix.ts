import * as vscode from 'vscode';
import type { MatrixFormat } from '../../contracts/matrix-messages.ts';
import { type ExportWords, toCsv, toSvg } from './access-matrix-export.ts';
import type { MatrixTable } from './access-matrix.ts';
import { askWhereToSave, saveText } from './save-file.ts';

export async function saveMatrix(format: MatrixFormat, table: MatrixTable): Promise<void> {
  const target = await askWhereToSave(`access-matrix.${format}`);
  if (!target) return;
  await saveText(target, format === 'csv' ? toCsv(table, exportWords()) : toSvg(table, exportWords()));
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
