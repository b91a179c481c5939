import * as vscode from 'vscode';
import { changeItem } from '../changes/change-items.ts';
import { isChangeNode } from '../changes/change-nodes.ts';
import type { AttentionNode, PlaceNode, Trouble } from './attention.ts';
import {
  childrenOf,
  type FieldNode,
  type GroupNode,
  type NeedsAttentionNode,
  nodeId,
  type SecretNode,
  type TreeNode,
} from './tree.ts';
import { localTimes } from '../../contracts/local-time.ts';
import { toRange } from '../common/show-places.ts';
import { relativeAge } from '../../contracts/relative-age.ts';

/**
 * Converts a node to a tree item. `rights` are words such as `mayGrant`, on which menus depend. The tooltip
 * is created on demand.
 */
export function treeItem(node: TreeNode, now: Date, rights: readonly string[]): vscode.TreeItem {
  const item = itemOf(node, now);
  item.contextValue = [item.contextValue, ...rights].join(' ');
  item.id = nodeId(node);
  return item;
}

/** Names and descriptions are untrusted, so they are shown as plain text. */
export function tooltip(node: SecretNode): vscode.MarkdownString {
  const { secret } = node;
  const text = new vscode.MarkdownString();
  text
    .appendMarkdown('**')
    .appendText(secret.name)
    .appendMarkdown(`** · ${kindLabel(secret.kind)}\n\n`);
  if (secret.description !== '') text.appendText(secret.description).appendMarkdown('\n\n');
  if (secret.fields.length > 0)
    text.appendText(vscode.l10n.t('Fields: {0}', secret.fields.join(', '))).appendMarkdown('\n\n');
  text.appendText(accessSentence(node)).appendMarkdown('\n\n');
  const changed = new Date(secret.updatedAt).toLocaleString(vscode.env.language);
  return text.appendText([...usesLabel(node), vscode.l10n.t('changed {0}', changed)].join(' · '));
}

function accessSentence({ agent: { agentName }, granted, secret: { accessUntil } }: SecretNode): string {
  if (!granted) return vscode.l10n.t('{0} cannot read it.', agentName);
  if (accessUntil === undefined) return vscode.l10n.t('{0} can read it.', agentName);
  return vscode.l10n.t('{0} can read it until {1}.', agentName, localTime(accessUntil));
}

function itemOf(node: TreeNode, now: Date): vscode.TreeItem {
  if (isChangeNode(node)) return changeItem(node);
  switch (node.type) {
    case 'secret':
      return secretItem(node, now);
    case 'field':
      return fieldItem(node);
    case 'notGranted':
      return groupItem(node);
    case 'needsAttention':
      return needsAttentionItem(node);
    case 'attention':
      return attentionItem(node);
    case 'place':
      return placeItem(node);
  }
}

function secretItem(node: SecretNode, now: Date): vscode.TreeItem {
  const { secret, granted } = node;
  const opens = childrenOf(node).length > 0;
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(secret.name, opens ? Collapsed : None);
  const age = relativeAge(secret.updatedAt, now, vscode.env.language);
  const parts = [kindLabel(secret.kind), age, ...usesLabel(node), ...untilLabel(secret)];
  item.description = parts.join(' · ');
  item.iconPath = new vscode.ThemeIcon(granted ? (secret.kind === 'single' ? 'key' : 'json') : 'lock');
  item.contextValue = granted ? 'secret readable' : 'secret ungranted';
  const access = granted ? vscode.l10n.t('granted') : vscode.l10n.t('not granted to this agent');
  item.accessibilityInformation = { label: [secret.name, access, ...parts].join(', ') };
  return item;
}

function fieldItem({ field, parent }: FieldNode): vscode.TreeItem {
  const item = new vscode.TreeItem(field);
  item.iconPath = new vscode.ThemeIcon('symbol-field');
  item.contextValue = 'field readable';
  item.accessibilityInformation = { label: vscode.l10n.t('{0}, field of {1}', field, parent.secret.name) };
  return item;
}

function groupItem({ secrets }: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    vscode.l10n.t('Not granted to this agent'),
    vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.description = String(secrets.length);
  item.contextValue = 'group';
  item.accessibilityInformation = {
    label: vscode.l10n.t('Not granted to this agent, {0} secrets', secrets.length),
  };
  return item;
}

function needsAttentionItem({ names }: NeedsAttentionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    vscode.l10n.t('Needs attention'),
    vscode.TreeItemCollapsibleState.Expanded,
  );
  item.description = String(names.length);
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'group';
  item.accessibilityInformation = { label: vscode.l10n.t('Needs attention, {0} names', names.length) };
  return item;
}

function kindLabel(kind: SecretNode['secret']['kind']): string {
  return kind === 'single' ? vscode.l10n.t('single') : vscode.l10n.t('key/value');
}

function untilLabel({ accessUntil }: SecretNode['secret']): readonly string[] {
  return accessUntil === undefined ? [] : [vscode.l10n.t('until {0}', localTime(accessUntil))];
}

function localTime(iso: string): string {
  return localTimes(vscode.env.language)(iso);
}

/** Empty if no use was found while files are still being analyzed, because "not used" could be wrong. */
function usesLabel({ uses, usesComplete }: SecretNode): readonly string[] {
  if (uses.length === 0) return usesComplete ? [vscode.l10n.t('not used')] : [];
  return [uses.length === 1 ? vscode.l10n.t('1 use') : vscode.l10n.t('{0} uses', uses.length)];
}

function attentionItem({ name, trouble, places }: AttentionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  const parts = [troubleLabel(trouble), placesLabel(places.length)];
  item.description = parts.join(' · ');
  item.iconPath = icons[trouble];
  item.contextValue = `attention ${trouble}`;
  item.tooltip = places[0]?.message ?? '';
  item.accessibilityInformation = { label: [name, ...parts].join(', ') };
  return item;
}

/** Clicking the item opens the location in the code. */
function placeItem({ at, label, message }: PlaceNode): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  const selection = toRange(at.range);
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
  const labels: Readonly<Record<Trouble, string>> = {
    missing: vscode.l10n.t('does not exist'),
    notGranted: vscode.l10n.t('not granted'),
    deprecated: vscode.l10n.t('deprecated'),
    misused: vscode.l10n.t('misused'),
  };
  return labels[trouble];
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
