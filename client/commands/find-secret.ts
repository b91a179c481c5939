import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { placesIn } from './explain.ts';
import { nameIn, pickSecret, secretOfAgentIn } from './subject.ts';
import { showPlaces } from '../common/show-places.ts';
import type { Place } from '../../contracts/lsp-messages.ts';

/**
 * Shows every location in the workspace that may read the secret, starting with those of the current agent.
 */
export async function findReferences(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Find References to Which Secret?')));
  if (name === undefined) return;
  const places = await app.languageClient.placesOf(name);
  if (places.length > 0) return showPlaces(ownFirst(places, app.currentAgent.agent?.rootUri));
  vscode.window.setStatusBarMessage(vscode.l10n.t('"{0}" is not used in this workspace', name), 5000);
}

function ownFirst(places: readonly Place[], rootUri: string | undefined): readonly Place[] {
  const isOwn = ({ uri }: Place): boolean => rootUri !== undefined && uri.startsWith(`${rootUri}/`);
  return [...places.filter(isOwn), ...places.filter((place) => !isOwn(place))];
}

/** Shows the locations that a code lens refers to. */
export async function peekReferences(_: App, argument?: unknown): Promise<void> {
  await showPlaces(placesIn(argument));
}

/** Selects the secret's row in the Secrets view. */
export async function showInSecretsView(app: App, argument?: unknown): Promise<void> {
  const { currentAgent, view } = app;
  const agentId = secretOfAgentIn(argument)?.agentId ?? currentAgent.agent?.agentId;
  const name =
    nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Show Which Secret in the Secrets View?')));
  if (name === undefined) return;
  // Another agent is pinned, but the secret belongs to the agent of the open file.
  if (agentId !== currentAgent.agent?.agentId) await currentAgent.pin(undefined);
  if (await view.reveal(name)) return;
  vscode.window.setStatusBarMessage(vscode.l10n.t('"{0}" is not one of this agent’s secrets', name), 5000);
}
