import type { CatalogSecret } from '../contracts/catalog.ts';
import type { AccessList, ChangedAccess } from '../contracts/vault-api/access.ts';
import type { Agent, AgentPage } from '../contracts/vault-api/agents.ts';
import type { CatalogAnswer } from '../contracts/vault-api/catalog.ts';
import type { VaultEvent } from '../contracts/vault-api/events.ts';
import type { Identity, IssuedToken, Right } from '../contracts/vault-api/identity.ts';
import type { Problem } from '../contracts/vault-api/problem.ts';
import type { AccessRequest, AccessRequestPage } from '../contracts/vault-api/requests.ts';
import type { SecretMetadata, SecretPage, VersionPage } from '../contracts/vault-api/secrets.ts';
import {
  type Guard,
  isCount,
  isFlag,
  isInteger,
  isListOf,
  isObjectOf,
  isOneOf,
  isText,
  optional,
} from './guards.ts';

type Deprecation = NonNullable<CatalogSecret['deprecated']>;

/** One guard per answer of the vault; a test compares each with the schema it stands for. */
const isKind = isOneOf('single', 'key_value');
const isRole = isOneOf('admin', 'author', 'reviewer', 'agent');
const isTextList = isListOf(isText);

/** A newer vault may give rights that nobody here has heard of, or asks for: they are no reason to fail. */
const isRights: Guard<Right[]> = (value): value is Right[] => isTextList(value);

export const isIdentity = isObjectOf<Identity>({
  id: isText,
  name: isText,
  role: isRole,
  accountId: isText,
  accountName: isText,
  agentId: optional(isText),
  userId: optional(isText),
  rights: isRights,
  vaultEnabled: isFlag,
  expiresAt: optional(isText),
});

export const isIssuedToken = isObjectOf<IssuedToken>({
  id: isText,
  token: isText,
  name: isText,
  role: isRole,
  agentId: optional(isText),
  userId: optional(isText),
  addresses: optional(isTextList),
  expiresAt: isText,
});

export const isAgent = isObjectOf<Agent>({
  accountId: isText,
  agentId: isText,
  agentName: isText,
  createdAt: isText,
  updatedAt: isText,
});

export const isAgentPage = isObjectOf<AgentPage>({ agents: isListOf(isAgent), nextCursor: optional(isText) });

export const isSecretMetadata = isObjectOf<SecretMetadata>({
  name: isText,
  kind: isKind,
  fields: isTextList,
  description: isText,
  agentIds: isTextList,
  version: isCount,
  createdAt: isText,
  updatedAt: isText,
  revision: isCount,
  deprecated: optional(isObjectOf<Deprecation>({ replacement: optional(isText) })),
  deletedAt: optional(isText),
  purgeAfter: optional(isText),
});

export const isSecretPage = isObjectOf<SecretPage>({
  secrets: isListOf(isSecretMetadata),
  nextCursor: optional(isText),
});

export const isAccessList = isObjectOf<AccessList>({
  name: isText,
  agentIds: isTextList,
  version: isCount,
  updatedAt: isText,
});

const isVersion = isObjectOf<VersionPage['versions'][number]>({
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

export const isChangedAccess = isObjectOf<ChangedAccess>({ lists: isListOf(isAccessList) });

export const isAccessRequest = isObjectOf<AccessRequest>({
  id: isText,
  agentId: isText,
  secretName: isText,
  status: isOneOf('pending', 'approved', 'declined', 'cancelled'),
  reason: isText,
  place: optional(isText),
  requestedBy: isText,
  requestedByName: isText,
  createdAt: isText,
  decidedBy: optional(isText),
  decidedByName: optional(isText),
  decidedAt: optional(isText),
  note: optional(isText),
});

export const isAccessRequestPage = isObjectOf<AccessRequestPage>({
  requests: isListOf(isAccessRequest),
  nextCursor: optional(isText),
});

export const isCatalogAnswer = isObjectOf<CatalogAnswer>({
  agentId: isText,
  agentName: isText,
  complete: isFlag,
  secrets: isListOf(
    isObjectOf<CatalogSecret>({
      name: isText,
      kind: isKind,
      fields: isTextList,
      description: isText,
      access: isOneOf('granted', 'missing'),
      updatedAt: isText,
      deprecated: optional(isObjectOf<Deprecation>({ replacement: optional(isText) })),
    }),
  ),
  asOf: isText,
  version: isInteger,
});

export const isProblem = isObjectOf<Problem>({
  type: isText,
  title: isText,
  status: isInteger,
  detail: isText,
  code: isText,
  requestId: isText,
});

const isCatalogChanged = isObjectOf<Extract<VaultEvent, { type: 'catalog-changed' }>>({
  type: isOneOf('catalog-changed'),
  names: isTextList,
});
const isAccessChanged = isObjectOf<Extract<VaultEvent, { type: 'access-changed' }>>({
  type: isOneOf('access-changed'),
  names: isTextList,
  agentIds: isTextList,
});
const isAgentsChanged = isObjectOf<Extract<VaultEvent, { type: 'agents-changed' }>>({
  type: isOneOf('agents-changed'),
  agentIds: isTextList,
});
const isRequestEvent = isObjectOf<Extract<VaultEvent, { requestId: string }>>({
  type: isOneOf('request-created', 'request-decided'),
  requestId: isText,
  names: isTextList,
  agentIds: isTextList,
});
const isPeopleChanged = isObjectOf<Extract<VaultEvent, { type: 'people-changed' }>>({
  type: isOneOf('people-changed'),
});
const isEnvironmentChanged = isObjectOf<Extract<VaultEvent, { userId: string }>>({
  type: isOneOf('environment-changed'),
  userId: isText,
});

export function isVaultEvent(value: unknown): value is VaultEvent {
  const guards = [
    isCatalogChanged,
    isAccessChanged,
    isAgentsChanged,
    isRequestEvent,
    isPeopleChanged,
    isEnvironmentChanged,
  ];
  return guards.some((guard) => guard(value));
}
