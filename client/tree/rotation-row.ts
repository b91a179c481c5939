import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';

/** The reminder of a rotation whose old credential has not been revoked yet. */
export interface RotationRow {
  readonly type: 'rotation';
  readonly name: string;
}

export function isRotation(row: { readonly type: string }): row is RotationRow {
  return row.type === 'rotation';
}

/** Clicking the item continues the rotation. */
export function rotationItem(row: RotationRow): vscode.TreeItem {
  const { name } = row;
  const item = new vscode.TreeItem(name);
  const what = vscode.l10n.t('rotation not finished');
  item.id = `rotation:${name}`;
  item.description = what;
  item.iconPath = new vscode.ThemeIcon('sync', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'rotation';
  item.tooltip = vscode.l10n.t('The rotation of "{0}" is not finished. Click to continue.', name);
  item.accessibilityInformation = { label: `${name}, ${what}` };
  item.command = {
    command: commandIds.rotateSecret,
    title: vscode.l10n.t('Continue Rotation'),
    arguments: [row],
  };
  return item;
}
