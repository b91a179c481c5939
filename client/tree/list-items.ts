import * as vscode from 'vscode';
import { requestContext, type RequestRow, waiting } from '../session/request-rows.ts';
import { commandIds } from '../../contracts/ids.ts';
import { translate } from '../common/translate.ts';
import { type RequestDetail, requestDetails, requestLabel } from './request-text.ts';
import { timeFormats } from './time-formats.ts';
import type { EnvironmentSecret } from '../../contracts/vault-api/environment.ts';
import type { RequestStatus } from '../../contracts/vault-api/requests.ts';

/**
 * Clicking the item opens the location in the code. Names and reasons are untrusted, so they are shown as
 * plain text.
 */
export function requestItem(row: RequestRow, now: Date): vscode.TreeItem {
  const { request, agentName } = row;
  const label = vscode.l10n.t('{0} for {1}', request.secretName, agentName);
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, request.status === 'approved' ? Collapsed : Expanded);
  const formats = timeFormats(now);
  item.id = request.id;
  item.description = formats.shortAge(request.decidedAt ?? request.createdAt);
  item.iconPath = new vscode.ThemeIcon(icons[request.status]);
  item.contextValue = requestContext(row);
  const parts = [label, ...requestLabel(row, formats, translate)];
  item.tooltip = parts.join('\n');
  item.accessibilityInformation = { label: parts.join(', ') };
  if (request.place !== undefined) item.command = openCommand(row);
  return item;
}

/** The lines below a request, which fit into the default width. */
export function requestDetailItems(row: RequestRow, now: Date): readonly vscode.TreeItem[] {
  return requestDetails(row, timeFormats(now), translate).map(({ kind, text }) => {
    const item = new vscode.TreeItem(text);
    item.id = `${row.request.id}:${kind}`;
    item.iconPath = new vscode.ThemeIcon(detailIcons[kind]);
    item.contextValue = 'request-detail';
    item.tooltip = text;
    if (kind === 'place') item.command = openCommand(row);
    return item;
  });
}

const detailIcons: Readonly<Record<RequestDetail['kind'], string>> = {
  new: 'add',
  reason: 'comment',
  place: 'go-to-file',
  decision: 'feedback',
  earlier: 'history',
};

function openCommand(row: RequestRow): vscode.Command {
  return { command: commandIds.openRequest, title: vscode.l10n.t('Go to Place'), arguments: [row] };
}

export function requestsBadge(rows: readonly RequestRow[]): vscode.ViewBadge | undefined {
  const value = waiting(rows);
  if (value === 0) return undefined;
  const words = value === 1 ? vscode.l10n.t('1 access request') : vscode.l10n.t('{0} access requests', value);
  return { value, tooltip: words };
}

const icons: Readonly<Record<RequestStatus, string>> = {
  pending: 'mail',
  approved: 'pass',
  declined: 'error',
  cancelled: 'circle-slash',
};

/** Has the same length for every value, so that it does not reveal the length of a secret. */
const masked = '••••••••';

export function environmentItem(secret: EnvironmentSecret, now: Date): vscode.TreeItem {
  const { name, description, createdAt } = secret;
  const item = new vscode.TreeItem(name);
  item.id = name;
  const { age, shortAge } = timeFormats(now);
  const about = description === '' ? [] : [description];
  const parts = [...about, vscode.l10n.t('created {0}', age(createdAt))];
  // Rows are narrow, so the age says less than in the tooltip.
  item.description = [masked, ...about, shortAge(createdAt)].join(' · ');
  item.iconPath = new vscode.ThemeIcon('symbol-variable');
  item.contextValue = 'environment';
  item.tooltip = [name, ...parts].join('\n');
  item.accessibilityInformation = {
    label: [name, vscode.l10n.t('value hidden'), ...parts].join(', '),
  };
  return item;
}
