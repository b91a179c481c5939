import * as vscode from 'vscode';
import { isOpen, requestContext, type RequestRow, waiting } from '../session/request-rows.ts';
import { commandIds } from '../../contracts/ids.ts';
import { relativeAge } from '../../contracts/relative-age.ts';
import type { EnvironmentSecret } from '../../contracts/vault-api/environment.ts';
import type { RequestStatus } from '../../contracts/vault-api/requests.ts';

/**
 * Clicking the item opens the location in the code. Names and reasons are untrusted, so they are shown as
 * plain text.
 */
export function requestItem(row: RequestRow, now: Date): vscode.TreeItem {
  const { request, agentName } = row;
  const label = vscode.l10n.t('{0} for {1}', request.secretName, agentName);
  const item = new vscode.TreeItem(label);
  item.id = request.id;
  const parts = partsOf(row, now);
  item.description = parts.join(' · ');
  item.iconPath = new vscode.ThemeIcon(icons[request.status]);
  item.contextValue = requestContext(row);
  item.tooltip = [label, ...parts].join('\n');
  item.accessibilityInformation = { label: [label, ...parts].join(', ') };
  if (request.place !== undefined) {
    item.command = {
      command: commandIds.openRequest,
      title: vscode.l10n.t('Go to Place'),
      arguments: [row],
    };
  }
  return item;
}

export function requestsBadge(rows: readonly RequestRow[]): vscode.ViewBadge | undefined {
  const value = waiting(rows);
  if (value === 0) return undefined;
  const words = value === 1 ? vscode.l10n.t('1 access request') : vscode.l10n.t('{0} access requests', value);
  return { value, tooltip: words };
}

/** The requester, the reason, the location and the time; for a decided request, also the outcome. */
function partsOf(row: RequestRow, now: Date): readonly string[] {
  const { request, isOwn } = row;
  const { reason, place, note, decidedByName } = request;
  return [
    ...(isOpen(row) ? [] : [statusLabel(request.status, decidedByName)]),
    ...(note === undefined || note === '' ? [] : [`"${note}"`]),
    ...(isOwn ? [] : [request.requestedByName]),
    ...(reason === '' ? [] : [reason]),
    ...(place === undefined ? [] : [place]),
    relativeAge(request.decidedAt ?? request.createdAt, now, vscode.env.language),
  ];
}

function statusLabel(status: RequestStatus, by: string | undefined): string {
  switch (status) {
    case 'pending':
      return vscode.l10n.t('open');
    case 'approved':
      return by === undefined ? vscode.l10n.t('approved') : vscode.l10n.t('approved by {0}', by);
    case 'declined':
      return by === undefined ? vscode.l10n.t('declined') : vscode.l10n.t('declined by {0}', by);
    case 'cancelled':
      return vscode.l10n.t('cancelled');
  }
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
