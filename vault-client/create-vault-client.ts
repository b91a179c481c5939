import type { CatalogAnswer } from '../contracts/vault-api/catalog.ts';
import { sentence, type Tell } from '../contracts/words.ts';
import * as answers from './answers.ts';
import { receiveEvents } from './events.ts';
import { fetchJson, fetchPages } from './fetch-json.ts';
import type { Fetch } from './fetch.ts';
import { type Call, createTransport, type Key, parseJson, type Transport } from './transport.ts';
import type { VaultClient } from './vault-client.ts';

export interface VaultClientOptions {
  /** Address of the vault, e.g. `http://127.0.0.1:8250`; plain HTTP only to this machine. */
  readonly url: string;
  readonly key: Key;
  readonly fetch: Fetch;
  /** Longest wait for one answer; the event stream's own silence is bounded apart from it. */
  readonly timeoutMs?: number;
  /** How messages are said; in English by default. */
  readonly tell?: Tell;
}

/** Never throws: an address or key that cannot be used shows with the first call. */
export function createVaultClient(options: VaultClientOptions): VaultClient {
  const transport = createTransport({ timeoutMs: 10_000, ...options });

  return {
    url: options.url,
    me: (signal) =>
      fetchJson(transport, answers.isIdentity, {
        action: sentence('sign in'),
        method: 'GET',
        path: ['v1', 'me'],
        signal,
      }),
    agents: (accountId, signal) =>
      fetchPages(transport, answers.isAgentPage, (page) => page.agents, {
        action: sentence('list the agents'),
        method: 'GET',
        path: ['v1', 'accounts', accountId, 'agents'],
        signal,
      }),
    createAgent: (accountId, agent) =>
      fetchJson(transport, answers.isAgent, {
        action: sentence('create the agent “{agentName}”', { agentName: agent.agentName }),
        method: 'POST',
        path: ['v1', 'accounts', accountId, 'agents'],
        body: agent,
      }),
    secrets: (accountId, signal) =>
      fetchPages(transport, answers.isSecretPage, (page) => page.secrets, {
        action: sentence('list the secrets'),
        method: 'GET',
        path: ['v1', 'accounts', accountId, 'secrets'],
        signal,
      }),
    createSecret: (accountId, secret) =>
      fetchJson(transport, answers.isSecretMetadata, {
        action: sentence('create the secret “{name}”', { name: secret.name }),
        method: 'POST',
        path: ['v1', 'accounts', accountId, 'secrets'],
        body: secret,
      }),
    access: (accountId, name, signal) =>
      fetchJson(transport, answers.isAccessList, {
        action: sentence('read the access list of “{name}”', { name }),
        method: 'GET',
        path: ['v1', 'accounts', accountId, 'secrets', name, 'access'],
        signal,
      }),
    changeAccess: (accountId, name, change, version) =>
      fetchJson(transport, answers.isAccessList, {
        action: sentence('change the access list of “{name}”', { name }),
        method: 'PATCH',
        path: ['v1', 'accounts', accountId, 'secrets', name, 'access'],
        headers: { 'if-match': `"${String(version)}"` },
        body: change,
      }),
    catalog: createCatalogReader(transport),
    issueToken: (accountId, token) =>
      fetchJson(transport, answers.isIssuedToken, {
        action: sentence('issue the token “{name}”', { name: token.name }),
        method: 'POST',
        path: ['v1', 'accounts', accountId, 'tokens'],
        body: token,
      }),
    events: (eventOptions) => receiveEvents(transport, eventOptions),
  };
}

/** Remembers one answer per agent, so that an unchanged catalog travels once. */
function createCatalogReader(transport: Transport): VaultClient['catalog'] {
  const remembered = new Map<string, { readonly etag: string; readonly catalog: CatalogAnswer }>();

  return async (agentId, signal) => {
    const known = remembered.get(agentId);
    const call: Call = {
      action: sentence('read the catalog of agent “{agentId}”', { agentId }),
      method: 'GET',
      path: ['v1', 'agents', agentId, 'catalog'],
      ...(known ? { headers: { 'if-none-match': known.etag } } : {}),
      signal,
    };
    const { answer, text } = await transport.ask(call);
    if (answer.status === 304 && known) {
      return { ...known.catalog, asOf: answerTime(answer.headers.get('date')) ?? known.catalog.asOf };
    }
    const catalog = parseJson(text);
    if (!answers.isCatalogAnswer(catalog)) {
      throw transport.fail(call, 'BadAnswer', { status: answer.status });
    }
    const etag = answer.headers.get('etag');
    if (etag) remembered.set(agentId, { etag, catalog });
    return catalog;
  };
}

/** A 304 proves the remembered answer as of now; only its `Date` says when that was. */
function answerTime(date: string | null): string | undefined {
  const time = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
