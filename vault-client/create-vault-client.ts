import { type Following, type ReceivedEvent, receiveEvents } from './events.ts';
import { createTransport, type Key, type TransportOptions } from './http/transport.ts';
import { accessOf } from './resources/access.ts';
import { accountOf } from './resources/account.ts';
import { agentsOf } from './resources/agents.ts';
import { auditOf } from './resources/audit.ts';
import { catalogsOf } from './resources/catalogs.ts';
import { environmentOf, sandboxSessionsOf } from './resources/environment.ts';
import { identitiesOf } from './resources/identities.ts';
import { identityOf } from './resources/identity.ts';
import { requestsOf } from './resources/requests.ts';
import { secretsOf } from './resources/secrets.ts';
import { tokensOf } from './resources/tokens.ts';
import { usersOf } from './resources/users.ts';

export interface VaultClientOptions extends TransportOptions {
  readonly key: Key;
}

export type VaultClient = ReturnType<typeof createVaultClient>;

/**
 * Creates a client for the vault's HTTP API with a user's key. It has one method for each route that a user
 * can call. No method reads a value. Creating a client never throws, because an invalid address or key is
 * reported by the first call. Every method rejects only with a `VaultError`, including when `signal` aborts.
 */
export function createVaultClient(options: VaultClientOptions) {
  const transport = createTransport(options);
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
    /**
     * Receives events over one connection. Ends or rejects when it breaks; the caller then reconnects with
     * the last id.
     */
    events: (following: Following): AsyncIterable<ReceivedEvent> => receiveEvents(transport, following),
  };
}
