import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';
import type { Identity } from '../../contracts/vault-api/identity.ts';
import { translate } from '../common/translate.ts';
import { accountText } from './account-text.ts';

/** The row that shows who is signed in. */
export interface AccountRow {
  readonly type: 'account';
  readonly identity: Identity;
  readonly vaultUrl: string;
}

export function isAccount(row: { readonly type: string }): row is AccountRow {
  return row.type === 'account';
}

/** Clicking the item switches the account. Names are untrusted, so they are shown as plain text. */
export function accountItem({ identity, vaultUrl }: AccountRow): vscode.TreeItem {
  const { name, description, details } = accountText(identity, vaultUrl, translate);
  const item = new vscode.TreeItem(name);
  item.id = 'account';
  item.description = description;
  item.iconPath = new vscode.ThemeIcon('account');
  item.contextValue = 'account';
  item.tooltip = details.join('\n');
  item.accessibilityInformation = { label: details.join(', ') };
  item.command = { command: commandIds.switchAccount, title: vscode.l10n.t('Switch Account') };
  return item;
}
