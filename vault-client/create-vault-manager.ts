import { type Sentence, sentence } from '../contracts/words.ts';
import * as answers from './answers.ts';
import type { VaultClientOptions } from './create-vault-client.ts';
import { fetchJson, fetchNothing, fetchPages } from './fetch-json.ts';
import { type Call, createTransport, type Transport } from './transport.ts';
import type { RequestAddress, SecretSearch, VaultManager } from './vault-manager.ts';

/** Never throws: an address or key that cannot be used shows with the first call. */
export function createVaultManager(options: VaultClientOptions): VaultManager {
  const transport = createTransport({ timeoutMs: 10_000, ...options });
  return { ...secretsOf(transport), ...accessOf(transport), ...requestsOf(transport) };
}

type Secrets =
  | 'findSecrets'
  | 'secret'
  | 'changeSecret'
  | 'deleteSecret'
  | 'undeleteSecret'
  | 'purgeSecret'
  | 'versions'
  | 'restoreVersion';

function secretsOf(transport: Transport): Pick<VaultManager, Secrets> {
  const ask = (call: Call) => fetchJson(transport, answers.isSecretMetadata, call);

  return {
    findSecrets: (accountId, search, signal) =>
      fetchPages(transport, answers.isSecretPage, (page) => page.secrets, {
        action: sentence('list the secrets'),
        method: 'GET',
        path: pathOf(accountId),
        query: queryOf(search),
        signal,
      }),
    secret: (accountId, name, signal) =>
      ask({ ...about('GET', sentence('read about “{name}”', { name }), accountId, name), signal }),
    changeSecret: (accountId, name, change, revision) =>
      ask({
        ...about('PATCH', sentence('change “{name}”', { name }), accountId, name),
        headers: { 'if-match': revision === 'any' ? '*' : `"${String(revision)}"` },
        body: change,
      }),
    deleteSecret: (accountId, name) =>
      ask(about('DELETE', sentence('delete “{name}”', { name }), accountId, name)),
    undeleteSecret: (accountId, name) =>
      ask({ ...about('POST', sentence('bring back “{name}”', { name }), accountId, name), verb: 'undelete' }),
    purgeSecret: (accountId, name) =>
      fetchNothing(transport, {
        ...about('POST', sentence('purge “{name}”', { name }), accountId, name),
        verb: 'purge',
      }),
    versions: (accountId, name, signal) =>
      fetchPages(transport, answers.isVersionPage, (page) => page.versions, {
        ...about('GET', sentence('list the versions of “{name}”', { name }), accountId, name),
        path: pathOf(accountId, name, 'versions'),
        signal,
      }),
    restoreVersion: (accountId, name, version) =>
      ask({
        ...about(
          'POST',
          sentence('restore version {version} of “{name}”', { version, name }),
          accountId,
          name,
        ),
        path: pathOf(accountId, name, 'versions', String(version)),
        verb: 'restore',
      }),
  };
}

type Agents = 'changeManyAccessLists' | 'changeAgent' | 'deleteAgent';

function accessOf(transport: Transport): Pick<VaultManager, Agents> {
  return {
    changeManyAccessLists: (accountId, changes) =>
      fetchJson(transport, answers.isChangedAccess, {
        action: changing(changes.changes.map(({ name }) => name)),
        method: 'POST',
        path: ['v1', 'accounts', accountId, 'access-changes'],
        body: changes,
      }),
    changeAgent: (accountId, agentId, change) =>
      fetchJson(transport, answers.isAgent, {
        action: sentence('change the agent “{agentId}”', { agentId }),
        method: 'PATCH',
        path: ['v1', 'accounts', accountId, 'agents', agentId],
        body: change,
      }),
    deleteAgent: (accountId, agentId) =>
      fetchNothing(transport, {
        action: sentence('delete the agent “{agentId}”', { agentId }),
        method: 'DELETE',
        path: ['v1', 'accounts', accountId, 'agents', agentId],
      }),
  };
}

type Requests =
  | 'accessRequests'
  | 'agentAccessRequests'
  | 'requestAccess'
  | 'approveRequest'
  | 'declineRequest'
  | 'cancelRequest';

function requestsOf(transport: Transport): Pick<VaultManager, Requests> {
  const list = (path: readonly string[], status?: string, signal?: AbortSignal) =>
    fetchPages(transport, answers.isAccessRequestPage, (page) => page.requests, {
      action: sentence('list the requests for access'),
      method: 'GET',
      path,
      query: status === undefined ? {} : { status },
      signal,
    });
  const decide = ({ agentId, requestId }: RequestAddress, verb: keyof typeof decisions, body?: object) =>
    fetchJson(transport, answers.isAccessRequest, {
      action: decisions[verb],
      method: 'POST',
      path: ['v1', 'agents', agentId, 'access-requests', requestId],
      verb,
      ...(body ? { body } : {}),
    });

  return {
    accessRequests: (accountId, status, signal) =>
      list(['v1', 'accounts', accountId, 'access-requests'], status, signal),
    agentAccessRequests: (agentId, status, signal) =>
      list(['v1', 'agents', agentId, 'access-requests'], status, signal),
    requestAccess: (agentId, request) =>
      fetchJson(transport, answers.isAccessRequest, {
        action: sentence('ask for access to “{secretName}”', { secretName: request.secretName }),
        method: 'POST',
        path: ['v1', 'agents', agentId, 'access-requests'],
        body: request,
      }),
    approveRequest: (request, note) => decide(request, 'approve', note === undefined ? {} : { note }),
    declineRequest: (request, note) => decide(request, 'decline', note === undefined ? {} : { note }),
    cancelRequest: (request) => decide(request, 'cancel'),
  };
}

const decisions = {
  approve: sentence('approve the request'),
  decline: sentence('decline the request'),
  cancel: sentence('cancel the request'),
} as const;

function queryOf({ includeDeleted, ...names }: SecretSearch): Record<string, string> {
  return { ...names, ...(includeDeleted === true ? { includeDeleted: 'true' } : {}) };
}

function pathOf(accountId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'accounts', accountId, 'secrets', ...rest];
}

/** A call about one secret. */
function about(method: Call['method'], action: Sentence, accountId: string, name: string): Call {
  return { action, method, path: pathOf(accountId, name) };
}

function changing(names: readonly string[]): Sentence {
  const [only] = names;
  return only !== undefined && names.length === 1
    ? sentence('change the access list of “{name}”', { name: only })
    : sentence('change the access lists of {count} secrets', { count: names.length });
}
