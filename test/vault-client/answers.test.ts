import fc from 'fast-check';
import Type, { type TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { AccessList, ChangedAccess } from '../../contracts/vault-api/access.ts';
import { Account } from '../../contracts/vault-api/accounts.ts';
import { Agent, AgentPage } from '../../contracts/vault-api/agents.ts';
import { AuditPage, AuditVerdict } from '../../contracts/vault-api/audit.ts';
import { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { EnvironmentPage, SandboxSession } from '../../contracts/vault-api/environment.ts';
import { VaultEvent } from '../../contracts/vault-api/events.ts';
import { Identity, IssuedToken, RevokedCredentials, TokenPage } from '../../contracts/vault-api/identity.ts';
import { Problem } from '../../contracts/vault-api/problem.ts';
import { AccessRequest, AccessRequestPage } from '../../contracts/vault-api/requests.ts';
import { SecretMetadata, SecretPage, VersionPage } from '../../contracts/vault-api/secrets.ts';
import { UserPage } from '../../contracts/vault-api/users.ts';
import { isVaultEvent } from '../../vault-client/events.ts';
import { isProblem } from '../../vault-client/http/problem.ts';
import { isAccessList, isChangedAccess } from '../../vault-client/resources/access.ts';
import { isAccount } from '../../vault-client/resources/account.ts';
import { isAgent, isAgentPage } from '../../vault-client/resources/agents.ts';
import { isAuditPage, isAuditVerdict } from '../../vault-client/resources/audit.ts';
import { isCatalogAnswer } from '../../vault-client/resources/catalogs.ts';
import { isEnvironmentPage, isSandboxSession } from '../../vault-client/resources/environment.ts';
import { isIdentity } from '../../vault-client/resources/identity.ts';
import { isAccessRequest, isAccessRequestPage } from '../../vault-client/resources/requests.ts';
import { isSecretMetadata, isSecretPage, isVersionPage } from '../../vault-client/resources/secrets.ts';
import { isIssuedToken, isRevokedCredentials, isTokenPage } from '../../vault-client/resources/tokens.ts';
import { isUserPage } from '../../vault-client/resources/users.ts';
import { seed } from '../support/seed.ts';

const text = 'text';
const agent = { accountId: text, agentId: text, agentName: text, createdAt: text, updatedAt: text };
const secret = {
  name: text,
  kind: 'single',
  fields: [text],
  description: text,
  agentIds: [text],
  version: 1,
  createdAt: text,
  updatedAt: text,
  revision: 1,
  etag: text,
  deprecated: { replacement: text },
  deletedAt: text,
  purgeAfter: text,
};
const user = {
  id: text,
  name: text,
  email: text,
  role: 'author',
  createdAt: text,
  updatedAt: text,
  disabledAt: text,
};
const token = {
  id: text,
  name: text,
  role: 'agent',
  agentId: text,
  userId: text,
  addresses: [text],
  createdAt: text,
  expiresAt: text,
  revokedAt: text,
  lastUsedAt: text,
};
const variable = { name: text, description: text, version: 1, createdAt: text, updatedAt: text };
const auditEvent = {
  seq: 1,
  at: text,
  actorId: text,
  actorRole: text,
  action: text,
  decision: 'denied',
  code: text,
  secretName: text,
  agentId: text,
  version: 1,
  granted: [text],
  revoked: [text],
  targetId: text,
  userId: text,
  address: text,
  requestId: text,
};
const version = {
  version: 1,
  kind: 'single',
  fields: [text],
  createdAt: text,
  createdBy: text,
  current: true,
};
const request = {
  id: text,
  agentId: text,
  secretName: text,
  status: 'pending',
  reason: text,
  place: text,
  requestedBy: text,
  requestedByName: text,
  createdAt: text,
  decidedBy: text,
  decidedByName: text,
  decidedAt: text,
  note: text,
};
const entry = {
  name: text,
  kind: 'key_value',
  fields: [text],
  description: text,
  access: 'granted',
  updatedAt: text,
};

/** Each guard with its schema and an answer that both accept. */
const pairs: readonly (readonly [string, (value: unknown) => boolean, TSchema, object])[] = [
  [
    'Identity',
    isIdentity,
    // Rights of a newer vault are accepted too.
    Type.Object({ ...Identity.properties, rights: Type.Array(Type.String()) }),
    {
      id: text,
      name: text,
      role: 'agent',
      accountId: text,
      accountName: text,
      agentId: text,
      rights: ['value:read', 'catalog:read'],
      vaultEnabled: true,
      environments: [{ name: text, suffix: text }],
      expiresAt: text,
    },
  ],
  [
    'IssuedToken',
    isIssuedToken,
    IssuedToken,
    { id: text, token: text, name: text, role: 'agent', agentId: text, expiresAt: text },
  ],
  ['Agent', isAgent, Agent, agent],
  ['AgentPage', isAgentPage, AgentPage, { agents: [agent], nextCursor: text }],
  ['SecretMetadata', isSecretMetadata, SecretMetadata, secret],
  ['SecretPage', isSecretPage, SecretPage, { secrets: [secret], nextCursor: text }],
  [
    'AccessList',
    isAccessList,
    AccessList,
    {
      name: text,
      agentIds: [text],
      version: 1,
      etag: text,
      updatedAt: text,
      ends: [{ agentId: text, until: text }],
    },
  ],
  ['VersionPage', isVersionPage, VersionPage, { versions: [version], nextCursor: text }],
  ['AccessRequest', isAccessRequest, AccessRequest, request],
  ['AccessRequestPage', isAccessRequestPage, AccessRequestPage, { requests: [request], nextCursor: text }],
  [
    'ChangedAccess',
    isChangedAccess,
    ChangedAccess,
    { lists: [{ name: text, agentIds: [text], version: 1, etag: text, updatedAt: text }] },
  ],
  [
    'CatalogAnswer',
    isCatalogAnswer,
    CatalogAnswer,
    { agentId: text, agentName: text, complete: true, secrets: [entry], asOf: text, version: 0 },
  ],
  [
    'Account',
    isAccount,
    Account,
    {
      id: text,
      name: text,
      vaultEnabled: true,
      secondApprover: false,
      assistants: true,
      environments: [{ name: text, suffix: text }],
      createdAt: text,
      revision: 1,
    },
  ],
  ['UserPage', isUserPage, UserPage, { users: [user], nextCursor: text }],
  ['TokenPage', isTokenPage, TokenPage, { tokens: [token], nextCursor: text }],
  [
    'RevokedCredentials',
    isRevokedCredentials,
    RevokedCredentials,
    { tokens: 1, signIns: 1, sandboxes: 0, keptOwn: true },
  ],
  ['EnvironmentPage', isEnvironmentPage, EnvironmentPage, { secrets: [variable], nextCursor: text }],
  ['SandboxSession', isSandboxSession, SandboxSession, { id: text, token: text, expiresAt: text }],
  ['AuditPage', isAuditPage, AuditPage, { events: [auditEvent], nextCursor: text }],
  [
    'AuditVerdict',
    isAuditVerdict,
    AuditVerdict,
    { intact: true, entries: 0, checkpoints: 0, fault: { seq: 1, what: text } },
  ],
  [
    'Problem',
    isProblem,
    Problem,
    {
      type: text,
      title: text,
      status: 400,
      detail: text,
      code: text,
      requestId: text,
      entries: [{ index: 0, code: text, detail: text }],
    },
  ],
  ['VaultEvent', isVaultEvent, VaultEvent, { type: 'access-changed', names: [text], agentIds: [text] }],
  [
    'VaultEvent of a request',
    isVaultEvent,
    VaultEvent,
    { type: 'request-decided', requestId: text, names: [text], agentIds: [text] },
  ],
];

describe('a guard accepts the same as the contract', () => {
  it.each(pairs)('of %s', (_name, guard, schema, sample) => {
    expect(guard(sample)).toBe(true);
    for (const value of [...variants(sample), null, [], 'x', 1]) {
      expect(guard(value), JSON.stringify(value)).toBe(Check(schema, value));
    }
    fc.assert(
      fc.property(fc.jsonValue(), (value) => guard(value) === Check(schema, value)),
      { seed },
    );
  });
});

/** The sample with any one part, at any depth, left out or replaced. */
function variants(sample: unknown): unknown[] {
  const found: unknown[] = [null, '', 'other', 0, -1, 1.5, 2 ** 60, true, [], {}, [1], 'single', 'admin'];
  if (typeof sample !== 'object' || sample === null) return found;
  if (Array.isArray(sample)) {
    for (const item of variants(sample[0])) found.push([item]);
    return found;
  }
  const entries: [string, unknown][] = Object.entries(sample);
  for (const [key, value] of entries) {
    const others = entries.filter(([other]) => other !== key);
    found.push(Object.fromEntries(others));
    for (const variant of variants(value)) found.push(Object.fromEntries([...others, [key, variant]]));
  }
  return found;
}
