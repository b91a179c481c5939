import type {
  ImportedSecrets,
  NewSecret,
  SecretChange,
  SecretImport,
  SecretMetadata,
  SecretPage,
  VersionPage,
} from '../../contracts/vault-api/secrets.ts';
import { type Sentence, sentence } from '../../contracts/words.ts';
import { fetchJson, fetchNothing, fetchPages } from '../http/fetch-json.ts';
import { isCount, isFlag, isListOf, isObjectOf, isText, optional } from '../../contracts/guards.ts';
import type { Call, Transport } from '../http/transport.ts';
import {
  ifMatch,
  isAccessEnds,
  isDeprecation,
  isKind,
  isTextList,
  longestPages,
  ofAccount,
} from './shared.ts';

/** The filters for a list of secrets. */
export interface SecretSearch {
  readonly prefix?: string;
  readonly agentId?: string;
  readonly kind?: SecretMetadata['kind'];
  readonly includeDeleted?: boolean;
}

/** The ETag of the version that a change is based on; `any` accepts any version with that name. */
type Etag = SecretMetadata['etag'];

type Version = VersionPage['versions'][number];

/** Calls for the lifecycle of secrets. Values are write-only. */
export function secretsOf(transport: Transport) {
  const ask = (call: Call) => fetchJson(transport, isSecretMetadata, call);

  return {
    /** Lists all secrets in the account that match `search`. */
    secrets: (accountId: string, search: SecretSearch = {}, signal?: AbortSignal) =>
      fetchPages(transport, isSecretPage, (page) => page.secrets, {
        action: sentence('list the secrets'),
        path: ofAccount(accountId, 'secrets'),
        query: queryOf(search),
        signal,
      }),
    secret: (accountId: string, name: string, signal?: AbortSignal) =>
      ask({
        action: sentence('read the details of "{name}"', { name }),
        path: ofAccount(accountId, 'secrets', name),
        signal,
      }),
    createSecret: (accountId: string, secret: NewSecret) =>
      ask({
        action: sentence('create the secret "{name}"', { name: secret.name }),
        method: 'POST',
        path: ofAccount(accountId, 'secrets'),
        body: secret,
      }),
    /** Atomic: creates all secrets or none. `entries` of the error says which were refused, and why. */
    importSecrets: (accountId: string, body: SecretImport) =>
      fetchJson(transport, isImportedSecrets, {
        action: sentence('import the secrets'),
        method: 'POST',
        path: ofAccount(accountId, 'secrets'),
        verb: 'import',
        body,
        timeoutMs: 30_000,
      }),
    changeSecret: (accountId: string, name: string, change: SecretChange, etag: Etag) =>
      ask({
        ...about('PATCH', sentence('change "{name}"', { name }), accountId, name),
        headers: ifMatch(etag),
        body: change,
      }),
    deleteSecret: (accountId: string, name: string, etag: Etag) =>
      ask({
        ...about('DELETE', sentence('delete "{name}"', { name }), accountId, name),
        headers: ifMatch(etag),
      }),
    undeleteSecret: (accountId: string, name: string, etag: Etag) =>
      ask({
        ...about('POST', sentence('restore "{name}"', { name }), accountId, name),
        headers: ifMatch(etag),
        verb: 'undelete',
      }),
    /**
     * Destroys a deleted secret with all its versions immediately, without waiting until its week is over.
     */
    purgeSecret: (accountId: string, name: string, etag: Etag) =>
      fetchNothing(transport, {
        ...about('POST', sentence('purge "{name}"', { name }), accountId, name),
        headers: ifMatch(etag),
        verb: 'purge',
      }),
    /** Newest first. */
    versions: (accountId: string, name: string, signal?: AbortSignal) =>
      fetchPages(transport, isVersionPage, (page) => page.versions, {
        action: sentence('list the versions of "{name}"', { name }),
        path: ofAccount(accountId, 'secrets', name, 'versions'),
        signal,
      }),
    restoreVersion: (accountId: string, name: string, version: number, etag: Etag) =>
      ask({
        action: sentence('restore version {version} of "{name}"', { version, name }),
        method: 'POST',
        path: ofAccount(accountId, 'secrets', name, 'versions', String(version)),
        headers: ifMatch(etag),
        verb: 'restore',
      }),
  };
}

function queryOf({ includeDeleted, ...names }: SecretSearch): Record<string, string> {
  return { ...names, ...longestPages, ...(includeDeleted === true ? { includeDeleted: 'true' } : {}) };
}

/** Creates a call that changes one secret. */
function about(method: NonNullable<Call['method']>, action: Sentence, accountId: string, name: string): Call {
  return { action, method, path: ofAccount(accountId, 'secrets', name) };
}

export const isSecretMetadata = isObjectOf<SecretMetadata>({
  name: isText,
  kind: isKind,
  fields: isTextList,
  description: isText,
  agentIds: isTextList,
  ends: isAccessEnds,
  version: isCount,
  createdAt: isText,
  updatedAt: isText,
  revision: isCount,
  etag: isText,
  deprecated: optional(isDeprecation),
  owner: optional(isText),
  labels: optional(isTextList),
  expiresOn: optional(isText),
  rotateEveryDays: optional(isCount),
  rotateBy: optional(isText),
  deletedAt: optional(isText),
  purgeAfter: optional(isText),
  lastReadAt: optional(isText),
});

export const isSecretPage = isObjectOf<SecretPage>({
  secrets: isListOf(isSecretMetadata),
  nextCursor: optional(isText),
});

export const isImportedSecrets = isObjectOf<ImportedSecrets>({ secrets: isListOf(isSecretMetadata) });

const isVersion = isObjectOf<Version>({
  version: isCount,
  kind: isKind,
  fields: isTextList,
  createdAt: isText,
  createdBy: isText,
  current: isFlag,
});

export const isVersionPage = isObjectOf<VersionPage>({
  versions: isListOf(isVersion),
  nextCursor: optional(isText),
});
