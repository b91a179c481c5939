import type { CatalogResult } from '../../contracts/lsp-messages.ts';
import type { EnvironmentSecret } from '../../contracts/vault-api/environment.ts';
import { openRequestsOf } from '../session/own-requests.ts';
import type { RequestRow } from '../session/request-rows.ts';
import type { ListState } from '../session/remote-list.ts';
import { type CatalogState, isExample, may, type SessionState } from '../session/session-state.ts';

/**
 * The response to the language server's request for a catalog. A stale copy is marked as such: it is good
 * enough for completion, but findings based on it may already be fixed.
 */
export function catalogAnswer(
  session: SessionState,
  state: CatalogState,
  environment: ListState<EnvironmentSecret> = { kind: 'loading' },
  requests: readonly RequestRow[] = [],
): CatalogResult {
  const rights = {
    mayGrant: may(session, 'access:write'),
    // With the example catalog, the first step to create a secret is to sign in.
    mayCreate: may(session, 'secrets:write') || isExample(state),
    mayRequest: may(session, 'requests:write'),
    ...(environment.kind === 'known' &&
      !environment.stale && { environment: environment.items.map(({ name }) => name) }),
  };
  if (state.kind !== 'known') return { ...rights, ...(session.kind === 'signedOut' && { signedOut: true }) };
  const { agentId, agentName, complete, secrets, asOf } = state.catalog;
  const open = openRequestsOf(requests, agentId);
  return {
    ...rights,
    asOf,
    ...(state.stale && { old: true }),
    ...(open.length > 0 && { requests: open }),
    catalog: { agentId, agentName, complete, secrets },
  };
}
