import * as vscode from 'vscode';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { App } from '../app.ts';
import { showPlaces } from '../places.ts';
import { nameIn, pickSecret } from './subject.ts';

/** Shows every place of the current agent that may read the secret. */
export async function findReferences(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Find References to Which Secret?')));
  if (name === undefined) return;
  const places = await placesOf(app, name);
  if (places.length > 0) return showPlaces(places);
  vscode.window.setStatusBarMessage(vscode.l10n.t('“{0}” is not used by this agent', name), 5000);
}

async function placesOf({ currentAgent, languageClient }: App, name: string): Promise<readonly Place[]> {
  if (!currentAgent.agent) return [];
  const { names } = await languageClient.usesSoon(currentAgent.agent.agentId);
  return Object.hasOwn(names, name) ? (names[name] ?? []) : [];
}
