import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import type { RequestRow } from '../session/request-rows.ts';

/** The request of a row; prompts for one if the command has no argument. */
export async function pickRequest(
  { requests }: App,
  argument: unknown,
  title: string,
  wanted: (row: RequestRow) => boolean = () => true,
): Promise<RequestRow | undefined> {
  const rows = requests.items.filter(wanted);
  const given = rows.find(({ request }) => request.id === idIn(argument));
  if (given || argument !== undefined) return given;
  if (rows.length === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('No pending request'), 5000);
    return undefined;
  }
  const items = rows.map((row) => ({
    label: vscode.l10n.t('{0} for {1}', row.request.secretName, row.agentName),
    description: row.request.requestedByName,
    detail: reasonAndPlace(row),
    row,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.row;
}

/** The requests an admin can decide on. */
export function reasonAndPlace({ request: { reason, place } }: RequestRow): string {
  return [reason, place].filter(Boolean).join(' · ');
}

/** Every change creates new rows: only the id is stable. */
function idIn(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null || !('request' in argument)) return undefined;
  const { request } = argument;
  return typeof request === 'object' && request !== null && 'id' in request ? request.id : undefined;
}
