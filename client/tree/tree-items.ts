import * as vscode from 'vscode';
import { changeItem } from '../changes/change-items.ts';
import { isChangeNode } from '../changes/change-nodes.ts';
import type { AttentionNode, PlaceNode, ProblemsNode, Trouble } from './attention.ts';
import {
  childrenOf,
  type FieldNode,
  type GroupNode,
  type NeedsAttentionNode,
  nodeId,
  type RenewalNode,
  type SecretNode,
  type TreeNode,
} from './tree.ts';
import type { DueNode } from './due.ts';
import { dueText, isOverdue } from '../../contracts/due.ts';
import { commandIds } from '../../contracts/ids.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import { toRange } from '../common/show-places.ts';
import { timeFormats } from './time-formats.ts';
import { translate } from '../common/translate.ts';
import { kindLabel, secretHover, secretText } from './secret-text.ts';

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
  const { name, kind } = node.secret;
  const text = new vscode.MarkdownString();
  text
    .appendMarkdown('**')
    .appendText(name)
    .appendMarkdown(`** · ${kindLabel(kind, translate)}`);
  for (const paragraph of secretHover(node, timeFormats(new Date()), translate)) {
    text.appendMarkdown('\n\n').appendText(paragraph);
  }
  return text;
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
    case 'renewal':
      return renewalItem(node);
    case 'due':
      return dueItem(node);
    case 'needsAttention':
      return needsAttentionItem(node);
    case 'attention':
      return attentionItem(node);
    case 'problems':
      return problemsItem(node);
    case 'place':
      return placeItem(node);
  }
}

function secretItem(node: SecretNode, now: Date): vscode.TreeItem {
  const { secret, granted } = node;
  const opens = childrenOf(node).length > 0;
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(secret.name, opens ? Collapsed : None);
  const { description, label } = secretText(node, timeFormats(now), translate);
  item.description = description;
  item.iconPath = secretIcon(node);
  item.contextValue = [
    granted ? 'secret readable' : 'secret ungranted',
    ...(secret.deprecated === undefined ? [] : ['deprecated']),
  ].join(' ');
  item.accessibilityInformation = { label };
  const [use] = node.uses;
  if (!opens) item.command = use ? openCommand(use, true) : pageCommand(node);
  return item;
}

/** `keepsFocus`: like a search result, so that the arrow keys and the selection of several rows still work. */
function openCommand({ uri, range }: Place, keepsFocus: boolean): vscode.Command {
  return {
    command: 'vscode.open',
    title: vscode.l10n.t('Go to Place'),
    arguments: [vscode.Uri.parse(uri), { selection: toRange(range), preserveFocus: keepsFocus }],
  };
}

/** For users who may not list secrets, the command offers what they can do instead. */
function pageCommand(node: SecretNode | DueNode): vscode.Command {
  return { command: commandIds.showSecret, title: vscode.l10n.t('Show Secret'), arguments: [node] };
}

/** The icon of a deprecated secret is muted; the description has the word. */
function secretIcon({ secret, granted }: SecretNode): vscode.ThemeIcon {
  const icon = granted ? (secret.kind === 'single' ? 'key' : 'json') : 'lock';
  if (secret.deprecated === undefined) return new vscode.ThemeIcon(icon);
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor('disabledForeground'));
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

function needsAttentionItem({ count }: NeedsAttentionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    vscode.l10n.t('Needs attention'),
    vscode.TreeItemCollapsibleState.Expanded,
  );
  item.description = String(count);
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'group';
  const label = count === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', count);
  item.accessibilityInformation = { label: `${vscode.l10n.t('Needs attention')}, ${label}` };
  return item;
}

function renewalItem({ secrets }: RenewalNode): vscode.TreeItem {
  const title = vscode.l10n.t('Due for renewal');
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = String(secrets.length);
  item.iconPath = new vscode.ThemeIcon('calendar', warning);
  item.contextValue = 'group';
  const count =
    secrets.length === 1 ? vscode.l10n.t('1 secret') : vscode.l10n.t('{0} secrets', secrets.length);
  item.accessibilityInformation = { label: `${title}, ${count}` };
  return item;
}

/** Clicking the item opens the page of the secret, which also has its owner. */
function dueItem(node: DueNode): vscode.TreeItem {
  const { name, due } = node;
  const item = new vscode.TreeItem(name);
  const text = dueText(due, translate);
  item.description = text;
  item.iconPath = new vscode.ThemeIcon('key', isOverdue(due) ? warning : undefined);
  item.contextValue = 'secret due';
  item.tooltip = due.date;
  item.accessibilityInformation = { label: `${name}, ${text}` };
  item.command = pageCommand(node);
  return item;
}

function attentionItem({ name, trouble, others, isRequested, places }: AttentionNode): vscode.TreeItem {
  // The name may be empty.
  const shown = name === '' ? '""' : name;
  const item = new vscode.TreeItem(shown, vscode.TreeItemCollapsibleState.Collapsed);
  const mayBeRequested = trouble === 'notGranted' || trouble === 'missing';
  const requested = isRequested && mayBeRequested ? [vscode.l10n.t('requested')] : [];
  const parts = [[trouble, ...others].map(troubleLabel).join(', '), ...requested, placesLabel(places.length)];
  item.description = parts.join(' · ');
  item.iconPath = icons[trouble];
  item.contextValue = `attention ${trouble}`;
  item.tooltip = places[0]?.message ?? '';
  item.accessibilityInformation = { label: [shown, ...parts].join(', ') };
  return item;
}

function problemsItem({ kind, places }: ProblemsNode): vscode.TreeItem {
  const title =
    kind === 'hardcoded' ? vscode.l10n.t('Credentials in the code') : vscode.l10n.t('Other problems');
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = placesLabel(places.length);
  item.iconPath = new vscode.ThemeIcon('warning', warning);
  item.contextValue = 'problems';
  item.tooltip = places[0]?.message ?? '';
  item.accessibilityInformation = { label: [title, item.description].join(', ') };
  return item;
}

/** Clicking the item opens the location in the code. */
function placeItem({ at, label, message }: PlaceNode): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.command = openCommand(at, false);
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
    due: vscode.l10n.t('due for renewal'),
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
  due: new vscode.ThemeIcon('calendar', warning),
  misused: new vscode.ThemeIcon('warning', warning),
};
