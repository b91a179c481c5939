import * as vscode from 'vscode';
import { isMomentAgo } from './list-view-state.ts';
import { commandIds } from '../../contracts/ids.ts';
import { relativeAge } from '../../contracts/relative-age.ts';

/** The message above rows that may be stale; `since` is an ISO 8601 time. */
export function offlineLine(since: string): string {
  const now = new Date();
  if (isMomentAgo(since, now)) {
    return vscode.l10n.t('The vault is unreachable. Showing data from a moment ago.');
  }
  const age = relativeAge(since, now, vscode.env.language);
  return vscode.l10n.t('The vault is unreachable. Showing data from {0}.', age);
}

/** The first row, below the message that the vault is unreachable. */
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
