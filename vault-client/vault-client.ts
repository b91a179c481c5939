import type { AccessChange, AccessList } from '../contracts/vault-api/access.ts';
import type { Agent, NewAgent } from '../contracts/vault-api/agents.ts';
import type { CatalogAnswer } from '../contracts/vault-api/catalog.ts';
import type { VaultEvent } from '../contracts/vault-api/events.ts';
import type { Identity, IssuedToken, NewToken } from '../contracts/vault-api/identity.ts';
import type { NewSecret, SecretMetadata } from '../contracts/vault-api/secrets.ts';

/**
 * The vault over HTTP, one method per route. It has no verb that reads a value.
 * Every method rejects with a `VaultError` and nothing else (an aborted `signal` included).
 */
export interface VaultClient {
  readonly url: string;
  me(signal?: AbortSignal): Promise<Identity>;
  /** All agents of the account: every page is followed. */
  agents(accountId: string, signal?: AbortSignal): Promise<readonly Agent[]>;
  createAgent(accountId: string, agent: NewAgent): Promise<Agent>;
  secrets(accountId: string, signal?: AbortSignal): Promise<readonly SecretMetadata[]>;
  createSecret(accountId: string, secret: NewSecret): Promise<SecretMetadata>;
  access(accountId: string, name: string, signal?: AbortSignal): Promise<AccessList>;
  /** `version` is the one the change was decided on; `VersionConflict` when it is not the newest. */
  changeAccess(accountId: string, name: string, change: AccessChange, version: number): Promise<AccessList>;
  /** Remembers the last answer per agent and spares its body through `ETag`. */
  catalog(agentId: string, signal?: AbortSignal): Promise<CatalogAnswer>;
  issueToken(accountId: string, token: NewToken): Promise<IssuedToken>;
  /** One connection; ends or rejects when it breaks. The caller reconnects with the last id. */
  events(options: { lastEventId?: string; signal: AbortSignal }): AsyncIterable<ReceivedEvent>;
}

export interface ReceivedEvent {
  /** Absent for the greeting that says the stream is open. */
  readonly id?: string;
  readonly event: VaultEvent | { readonly type: 'connected' };
}
