import { viewIds } from '../contracts/ids.ts';
import type { App } from './app/app.ts';
import { environmentItem, requestDetailItems, requestItem, requestsBadge } from './tree/list-items.ts';
import { translate } from './common/translate.ts';
import { identityOf, type SessionState } from './session/session-state.ts';
import { roleLabel } from '../contracts/role-label.ts';
import { ListView } from './tree/list-view.ts';

/** Registers the views for the user's own secrets and for access requests. */
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
      // Also says who is signed in while there are no rows.
      description: () => signedInAs(session.state),
      badge: () => undefined,
    }),
    new ListView({
      viewId: viewIds.requests,
      stateKey: 'requestsState',
      session,
      list: requests,
      item: requestItem,
      details: requestDetailItems,
      badge: requestsBadge,
      // Authors see the requests for the agents in this workspace.
      wants: () =>
        currentAgent.known && !currentAgent.agent && !session.may('secrets:list') ? 'noAgent' : undefined,
      onDidChangeWants: currentAgent.onDidChange,
    }),
    // The language server's catalogs include the variables' names.
    environment.onDidChange(() => void languageClient.catalogChanged()),
  ];
}

function signedInAs(state: SessionState): string {
  const identity = identityOf(state);
  return identity ? [identity.name, roleLabel(identity.role, translate)].join(' · ') : '';
}
