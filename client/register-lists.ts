import { viewIds } from '../contracts/ids.ts';
import type { App } from './app/app.ts';
import { environmentItem, requestItem, requestsBadge } from './tree/list-items.ts';
import { ListView } from './tree/list-view.ts';

/** The views of the user's own secrets and of access requests. */
export function registerLists(app: App): readonly { dispose(): void }[] {
  const { session, requests, environment, languageClient, currentAgent } = app;
  return [
    requests,
    environment,
    new ListView({
      viewId: viewIds.environment,
      stateKey: 'environmentState',
      session,
      list: environment,
      item: environmentItem,
      badge: () => undefined,
    }),
    new ListView({
      viewId: viewIds.requests,
      stateKey: 'requestsState',
      session,
      list: requests,
      item: requestItem,
      badge: requestsBadge,
      // An author's requests are those for the agents of this workspace.
      wants: () =>
        currentAgent.known && !currentAgent.agent && !session.may('secrets:list') ? 'noAgent' : undefined,
      onDidChangeWants: currentAgent.onDidChange,
    }),
    // The names of variables are part of the language server's catalogs.
    environment.onDidChange(() => void languageClient.catalogChanged()),
  ];
}
