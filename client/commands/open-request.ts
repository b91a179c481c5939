import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { projectOf, requestedPlace, type RequestRow } from '../session/request-rows.ts';
import { pickRequest } from './pick-request.ts';

/** Opens the code that the access request is about, if the agent's project is in this workspace. */
export async function openRequest(app: App, argument?: unknown): Promise<void> {
  const row = await pickRequest(app, argument, vscode.l10n.t('Open Which Requested Place?'));
  if (!row) return;
  const place = requestedPlace(row.request.place);
  const project = projectOf(row, await app.currentAgent.all());
  if (!place || !project) return say(row);
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(project.rootUri), ...place.path.split('/'));
  try {
    const selection = new vscode.Range(place.line, 0, place.line, 0);
    await vscode.window.showTextDocument(uri, { selection });
  } catch {
    say(row);
  }
}

function say({ request, agentName }: RequestRow): void {
  const place = request.place ?? '';
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('"{0}" of {1} is not in this workspace', place, agentName),
    5000,
  );
}
