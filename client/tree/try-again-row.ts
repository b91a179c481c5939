import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';

/** The first row below the message that the vault is unreachable. */
export interface TryAgainRow {
  readonly type: 'tryAgain';
}

export const tryAgainRow: TryAgainRow = { type: 'tryAgain' };

export function isTryAgain(row: object): row is TryAgainRow {
  return row === tryAgainRow;
}

export function tryAgainItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Try Again'));
  item.id = 'try-again';
  item.iconPath = new vscode.ThemeIcon('refresh');
  item.contextValue = 'try-again';
  item.command = { command: commandIds.refresh, title: vscode.l10n.t('Try Again') };
  return item;
}
