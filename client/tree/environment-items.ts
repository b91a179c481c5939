import * as vscode from 'vscode';
import { relativeAge } from '../../contracts/relative-age.ts';
import type { EnvironmentSecret } from '../../contracts/vault-api/environment.ts';

/** The same length for every value, so that it does not reveal the length of a secret. */
const masked = '••••••••';

export function environmentItem(secret: EnvironmentSecret, now: Date): vscode.TreeItem {
  const { name, description, createdAt } = secret;
  const item = new vscode.TreeItem(name);
  item.id = name;
  const created = vscode.l10n.t('created {0}', relativeAge(createdAt, now, vscode.env.language));
  const parts = [...(description === '' ? [] : [description]), created];
  item.description = [masked, ...parts].join(' · ');
  item.iconPath = new vscode.ThemeIcon('symbol-variable');
  item.contextValue = 'environment';
  item.tooltip = [name, ...parts].join('\n');
  item.accessibilityInformation = {
    label: [name, vscode.l10n.t('value hidden'), ...parts].join(', '),
  };
  return item;
}
