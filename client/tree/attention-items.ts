import * as vscode from 'vscode';
import type { AttentionNode, PlaceNode, Trouble } from './attention.ts';

export function attentionItem({ name, trouble, places }: AttentionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  const parts = [troubleLabel(trouble), placesLabel(places.length)];
  item.description = parts.join(' · ');
  item.iconPath = icons[trouble];
  item.contextValue = `attention ${trouble}`;
  item.tooltip = places[0]?.message ?? '';
  item.accessibilityInformation = { label: [name, ...parts].join(', ') };
  return item;
}

/** Clicking opens the place. */
export function placeItem({ at, label, message }: PlaceNode): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  const { start, end } = at.range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  item.command = {
    command: 'vscode.open',
    title: vscode.l10n.t('Go to Place'),
    arguments: [vscode.Uri.parse(at.uri), { selection }],
  };
  item.iconPath = new vscode.ThemeIcon('go-to-file');
  item.tooltip = message;
  item.contextValue = 'place';
  item.accessibilityInformation = { label: `${label}, ${message}` };
  return item;
}

function troubleLabel(trouble: Trouble): string {
  switch (trouble) {
    case 'missing':
      return vscode.l10n.t('does not exist');
    case 'notGranted':
      return vscode.l10n.t('not granted');
    case 'deprecated':
      return vscode.l10n.t('deprecated');
    case 'misused':
      return vscode.l10n.t('misused');
  }
}

function placesLabel(count: number): string {
  return count === 1 ? vscode.l10n.t('1 place') : vscode.l10n.t('{0} places', count);
}

const warning = new vscode.ThemeColor('list.warningForeground');
const icons: Readonly<Record<Trouble, vscode.ThemeIcon>> = {
  missing: new vscode.ThemeIcon('question', warning),
  notGranted: new vscode.ThemeIcon('lock', warning),
  deprecated: new vscode.ThemeIcon('history', warning),
  misused: new vscode.ThemeIcon('warning', warning),
};
