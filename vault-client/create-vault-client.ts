import type { Translate } from '../contracts/words.ts';
import { type ReceivedEvent, receiveEvents } from './events.ts';
import { createTransport, type Fetch, type Key } from './http/transport.ts';
import { accessOf, type VaultAccess } from './resources/access.ts';
import { accountOf, type VaultAccount } from './resources/account.ts';
import { agentsOf, type VaultAgents } from './resources/agents.ts';
import { auditOf, type VaultAudit } from './resources/audit.ts';
import { catalogsOf, type VaultCatalogs } from './resources/catalogs.ts';
import {
  environmentOf,
  sandboxSessionsOf,
  type VaultEnvironment,
  type VaultSandboxSessions,
} from './resources/environment.ts';
import { identitiesOf, type VaultIdentities } from './resources/identities.ts';
import { identityOf, type VaultIdentity } from './resources/identity.ts';
import { requestsOf, type VaultRequests } from './resources/requests.ts';
import { secretsOf, type VaultSecrets } from './resources/secrets.ts';
import { tokensOf, type VaultTokens } from './resources/tokens.ts';
import { usersOf, type VaultUsers } from './resources/users.ts';

export interface VaultClientOptions {
  /** Address of the vault, e.g. `http://127.0.0.1:8250`; plain HTTP only to this machine. */
  readonly url: string;
  readonly key: Key;
  readonly fetch: Fetch;
  /** Timeout for one response; the event stream has a separate limit for its own silence. */
  readonly timeoutMs?: number;
  /** Translates messages; English by default. */
  readonly translate?: Translate;
}

/**
 * The vault over HTTP with one user's key, with one method per route that a user can call. No method reads a
 * value. Every method rejects only with a `VaultError` (including when `signal` aborts).
 */
export interface VaultClient
  extends
    VaultIdentity,
    VaultSecrets,
    VaultAccess,
    VaultAgents,
    VaultCatalogs,
    VaultRequests,
    VaultTokens,
    VaultIdentities,
    VaultUsers,
    VaultEnvironment,
    VaultSandboxSessions,
    VaultAccount,
    VaultAudit {
  readonly url: string;
  /** One connection; ends or rejects when it breaks. The caller reconnects with the last id. */
  events(options: { lastEventId?: string; signal: AbortSignal }): AsyncIterable<ReceivedEvent>;
}

/** Never throws: an invalid address or key is reported by the first call. */
export function createVaultClient(options: VaultClientOptions): VaultClient {
  const transport = createTransport({ timeoutMs: 10_000, ...options });
  return {
    url: options.url,
    ...identityOf(transport),
    ...secretsOf(transport),
    ...accessOf(transport),
    ...agentsOf(transport),
    ...catalogsOf(transport),
    ...requestsOf(transport),
    ...tokensOf(transport),
    ...identitiesOf(transport),
    ...usersOf(transport),
    ...environmentOf(transport),
    ...sandboxSessionsOf(transport),
    ...accountOf(transport),
    ...auditOf(transport),
    events: (eventOptions) => receiveEvents(transport, eventOptions),
  };
}
