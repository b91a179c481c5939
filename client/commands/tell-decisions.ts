import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { idsIn } from '../session/dismissed-requests.ts';
import { newDecisions, ownOpenIds } from '../session/own-requests.ts';
import type { RequestRow } from '../session/request-rows.ts';
import { dismissRequest } from './requests.ts';
import { requestAccess } from './request-access.ts';
import { showInSecretsView } from './find-secret.ts';

/**
 * Notifies the user once about each decision on their requests, even if no window was open when the decision
 * was made.
 */
export function tellDecisions(app: App): vscode.Disposable {
  const { requests, session, memory } = app;
  return requests.onDidChange(() => {
    const { state } = requests;
    const { accountId } = session;
    if (state.kind !== 'known' || state.stale || accountId === undefined) return;
    const key = `openRequests:${accountId}`;
    const before = idsIn(memory, key);
    const now = ownOpenIds(state.items);
    if (before.length !== now.length || before.some((id) => !now.includes(id))) void memory.update(key, now);
    // The user did not request this, so errors are ignored.
    for (const row of newDecisions(state.items, before)) void tell(app, row).catch(() => undefined);
  });
}

async function tell(app: App, row: RequestRow): Promise<void> {
  const { request, agentName } = row;
  const { secretName: name, agentId, status, decidedByName, note = '' } = request;
  const by = decidedByName ?? vscode.l10n.t('An account admin');
  const isGranted = status === 'approved';
  const what = isGranted
    ? vscode.l10n.t('{0} granted {1} access to "{2}".', by, agentName, name)
    : vscode.l10n.t('{0} declined access of {1} to "{2}".', by, agentName, name);
  const text = note === '' ? what : `${what} ${vscode.l10n.t('Note: {0}', note)}`;
  const show = vscode.l10n.t('Show in Secrets View');
  const askAgain = vscode.l10n.t('Ask Again…');
  const dismiss = vscode.l10n.t('Dismiss');
  const choice = await (isGranted
    ? vscode.window.showInformationMessage(text, show)
    : vscode.window.showWarningMessage(text, askAgain, dismiss));
  if (choice === show) await showInSecretsView(app, { name, agentId });
  if (choice === askAgain) await requestAccess(app, row);
  if (choice === dismiss) await dismissRequest(app, row);
}
