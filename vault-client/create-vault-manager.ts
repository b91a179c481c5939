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
        action: 'list the secrets',
        method: 'GET',
        path: pathOf(accountId),
        query: queryOf(search),
        signal,
      }),
    secret: (accountId, name, signal) => ask({ ...about('GET', 'read about', accountId, name), signal }),
    changeSecret: (accountId, name, change, revision) =>
      ask({
        ...about('PATCH', 'change', accountId, name),
        headers: { 'if-match': revision === 'any' ? '*' : `"${String(revision)}"` },
        body: change,
      }),
    deleteSecret: (accountId, name) => ask(about('DELETE', 'delete', accountId, name)),
    undeleteSecret: (accountId, name) =>
      ask({ ...about('POST', 'bring back', accountId, name), verb: 'undelete' }),
    purgeSecret: (accountId, name) =>
      fetchNothing(transport, { ...about('POST', 'purge', accountId, name), verb: 'purge' }),
    versions: (accountId, name, signal) =>
      fetchPages(transport, answers.isVersionPage, (page) => page.versions, {
        ...about('GET', 'list the versions of', accountId, name),
        path: pathOf(accountId, name, 'versions'),
        signal,
      }),
    restoreVersion: (accountId, name, version) =>
      ask({
        ...about('POST', `restore version ${String(version)} of`, accountId, name),
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
        action: `change the agent “${agentId}”`,
        method: 'PATCH',
        path: ['v1', 'accounts', accountId, 'agents', agentId],
        body: change,
      }),
    deleteAgent: (accountId, agentId) =>
      fetchNothing(transport, {
        action: `delete the agent “${agentId}”`,
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
      action: 'list the requests for access',
      method: 'GET',
      path,
      query: status === undefined ? {} : { status },
      signal,
    });
  const decide = ({ agentId, requestId }: RequestAddress, verb: string, body?: object) =>
    fetchJson(transport, answers.isAccessRequest, {
      action: `${verb} the request`,
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
        action: `ask for access to “${request.secretName}”`,
        method: 'POST',
        path: ['v1', 'agents', agentId, 'access-requests'],
        body: request,
      }),
    approveRequest: (request, note) => decide(request, 'approve', note === undefined ? {} : { note }),
    declineRequest: (request, note) => decide(request, 'decline', note === undefined ? {} : { note }),
    cancelRequest: (request) => decide(request, 'cancel'),
  };
}

function queryOf({ includeDeleted, ...names }: SecretSearch): Record<string, string> {
  return { ...names, ...(includeDeleted === true ? { includeDeleted: 'true' } : {}) };
}

function pathOf(accountId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'accounts', accountId, 'secrets', ...rest];
}

/** A call about one secret. */
function about(method: Call['method'], action: string, accountId: string, name: string): Call {
  return { action: `${action} “${name}”`, method, path: pathOf(accountId, name) };
}

function changing(names: readonly string[]): string {
  const [only] = names;
  return only !== undefined && names.length === 1
    ? `change the access list of “${only}”`
    : `change the access lists of ${String(names.length)} secrets`;
}
