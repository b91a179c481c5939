import * as vscode from 'vscode';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { App } from '../app.ts';
import { nameIn, pickSecret } from './subject.ts';

/** Shows every place of the current agent that may read the secret. */
export async function findReferences(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Find References to Which Secret?')));
  if (name === undefined) return;
  const [first, ...others] = (await placesOf(app, name)).map(toLocation);
  if (!first) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('“{0}” is not used by this agent', name), 5000);
    return;
  }
  const editor = await vscode.window.showTextDocument(first.uri, { selection: first.range });
  if (others.length === 0) return;
  await vscode.commands.executeCommand(
    'editor.action.goToLocations',
    editor.document.uri,
    first.range.start,
    [first, ...others],
    'peek',
  );
}

async function placesOf({ currentAgent, languageClient }: App, name: string): Promise<readonly Place[]> {
  if (!currentAgent.agent) return [];
  const { names } = await languageClient.usesSoon(currentAgent.agent.agentId);
  return Object.hasOwn(names, name) ? (names[name] ?? []) : [];
}

function toLocation({ uri, range: { start, end } }: Place): vscode.Location {
  return new vscode.Location(
    vscode.Uri.parse(uri),
    new vscode.Range(start.line, start.character, end.line, end.character),
  );
}
