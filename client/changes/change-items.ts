import * as vscode from 'vscode';
import type { CatalogDifference, ChangedPlace, NeededSecret } from '../../contracts/changes.ts';
import { toRange } from '../common/show-places.ts';
import type { ChangeGroupNode, ChangeNode, ChangeRowNode, ChangesNode } from './change-nodes.ts';

/** Texts come from the code, so they are shown as plain text. */
export function changeItem(node: ChangeNode): vscode.TreeItem {
  switch (node.type) {
    case 'changes':
      return changesItem(node);
    case 'changeGroup':
      return groupItem(node);
    case 'change':
      return rowItem(node);
  }
}

function changesItem({ changes: { base, needs, findings } }: ChangesNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Changes'), vscode.TreeItemCollapsibleState.Collapsed);
  const compared = vscode.l10n.t('compared with {0}', base.name);
  const parts = [...count('needs', needs.length), ...count('findings', findings.length), compared];
  item.description = parts.join(' · ');
  item.iconPath = new vscode.ThemeIcon('git-compare');
  item.contextValue = 'changes';
  item.tooltip = parts.join('\n');
  item.accessibilityInformation = { label: [vscode.l10n.t('Changes'), ...parts].join(', ') };
  return item;
}

function groupItem({ list, rows }: ChangeGroupNode): vscode.TreeItem {
  const label = groupLabel(list);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  const words = countWords(list, rows.length);
  item.description = words;
  item.contextValue = 'changes';
  item.accessibilityInformation = { label: `${label}, ${words}` };
  return item;
}

function rowItem(node: ChangeRowNode): vscode.TreeItem {
  const { label, parts, icon, context } = shown(node);
  const item = new vscode.TreeItem(label);
  item.description = parts.join(' · ');
  item.iconPath = icon;
  item.contextValue = context;
  item.tooltip = [label, ...parts].join('\n');
  item.accessibilityInformation = { label: [label, ...parts].join(', ') };
  if ('place' in node.row) item.command = opening(node.row);
  return item;
}

/** Clicking the item opens the location in the code. */
function opening({ place }: ChangedPlace): vscode.Command {
  return {
    command: 'vscode.open',
    title: vscode.l10n.t('Go to Place'),
    arguments: [vscode.Uri.parse(place.uri), { selection: toRange(place.range) }],
  };
}

interface Shown {
  readonly label: string;
  readonly parts: readonly string[];
  readonly icon: vscode.ThemeIcon;
  readonly context: string;
}

function shown(node: ChangeRowNode): Shown {
  switch (node.list) {
    case 'needs':
      return {
        label: `${node.agentName} → ${node.row.name}`,
        parts: [accessLabel(node.row.access), node.row.label],
        icon: accessIcons[node.row.access],
        // The menus use the same context values as those of names that need attention.
        context: accessContexts[node.row.access],
      };
    case 'findings':
      return {
        label: node.row.message,
        parts: [node.row.label],
        icon: warningIcon('warning'),
        context: 'place',
      };
    case 'suppressions': {
      const { rules, reason, label } = node.row;
      const what = rules.length === 0 ? vscode.l10n.t('all rules') : rules.join(', ');
      const why = reason === '' ? vscode.l10n.t('no reason given') : `"${reason}"`;
      return { label: what, parts: [why, label], icon: warningIcon('bell-slash'), context: 'place' };
    }
    case 'dynamic': {
      const { patterns, label } = node.row;
      const what = patterns.length === 0 ? vscode.l10n.t('any name') : patterns.join(', ');
      const icon = new vscode.ThemeIcon('symbol-variable');
      return { label: `${node.agentName} → ${what}`, parts: [label], icon, context: 'place' };
    }
    case 'gone': {
      const { name, mayRevoke, label } = node.row;
      const advice = mayRevoke ? [] : [vscode.l10n.t('a dynamic read may still use it')];
      const icon = new vscode.ThemeIcon('circle-slash');
      return { label: `${node.agentName} → ${name}`, parts: [...advice, label], icon, context: 'gone' };
    }
    case 'catalog': {
      const { name, change } = node.row;
      const icon = new vscode.ThemeIcon('file-symlink-file');
      return {
        label: `${node.agentName} → ${name}`,
        parts: [catalogLabel(change)],
        icon,
        context: 'catalogChange',
      };
    }
    case 'notChecked': {
      const why = vscode.l10n.t('{0} shows why', 'agent-secrets check --diff');
      return { label: node.row.label, parts: [why], icon: warningIcon('warning'), context: 'place' };
    }
  }
}

function groupLabel(list: ChangeGroupNode['list']): string {
  const labels: Readonly<Record<ChangeGroupNode['list'], string>> = {
    needs: vscode.l10n.t('This branch needs'),
    findings: vscode.l10n.t('New findings'),
    suppressions: vscode.l10n.t('New suppressions'),
    dynamic: vscode.l10n.t('New dynamic reads'),
    gone: vscode.l10n.t('No longer read'),
    catalog: vscode.l10n.t('Catalog changes'),
    notChecked: vscode.l10n.t('Not checked'),
  };
  return labels[list];
}

function count(list: 'needs' | 'findings', value: number): readonly string[] {
  return value === 0 ? [] : [countWords(list, value)];
}

function countWords(list: ChangeGroupNode['list'], value: number): string {
  if (list === 'needs' || list === 'gone') {
    return value === 1 ? vscode.l10n.t('1 secret') : vscode.l10n.t('{0} secrets', value);
  }
  if (list === 'findings') {
    return value === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', value);
  }
  if (list === 'notChecked') {
    return value === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', value);
  }
  return String(value);
}

function accessLabel(access: NeededSecret['access']): string {
  const labels: Readonly<Record<NeededSecret['access'], string>> = {
    granted: vscode.l10n.t('granted'),
    missing: vscode.l10n.t('not granted'),
    nonexistent: vscode.l10n.t('does not exist'),
    unknown: vscode.l10n.t('access unknown'),
  };
  return labels[access];
}

function catalogLabel(change: CatalogDifference['change']): string {
  const labels: Readonly<Record<CatalogDifference['change'], string>> = {
    granted: vscode.l10n.t('granted'),
    revoked: vscode.l10n.t('revoked'),
    created: vscode.l10n.t('created'),
    deleted: vscode.l10n.t('deleted'),
    deprecated: vscode.l10n.t('deprecated'),
    changed: vscode.l10n.t('changed'),
  };
  return labels[change];
}

function warningIcon(name: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, new vscode.ThemeColor('list.warningForeground'));
}

const accessIcons: Readonly<Record<NeededSecret['access'], vscode.ThemeIcon>> = {
  granted: new vscode.ThemeIcon('pass'),
  missing: warningIcon('lock'),
  nonexistent: warningIcon('question'),
  unknown: new vscode.ThemeIcon('circle-outline'),
};

const accessContexts: Readonly<Record<NeededSecret['access'], string>> = {
  granted: 'place',
  missing: 'attention notGranted',
  nonexistent: 'attention missing',
  unknown: 'place',
};
