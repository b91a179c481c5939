import type {
  AccessRequestRecord,
  AccountRecord,
  AgentRecord,
  AuditRecord,
  EnvironmentSecretRecord,
  SandboxSessionRecord,
  SecretRecord,
  TokenRecord,
  UserRecord,
  VersionRecord,
  WorkloadIdentityRecord,
} from '../../../vault/storage/records.ts';

/** Records with something in every field. */

export const now = '2026-01-01T00:00:00.000Z';
export const later = '2026-01-02T00:00:00.000Z';
export const bytes = (fill: number) => Buffer.alloc(32, fill);

export function account(id: string): AccountRecord {
  const fixed = {
    name: 'A',
    vaultEnabled: true,
    secondApprover: true,
    assistants: true,
    catalogVersion: 1,
    createdAt: now,
  };
  return { id, ...fixed, revision: 1, mac: bytes(12) };
}

export function agent(agentId: string, changes: Partial<AgentRecord> = {}): AgentRecord {
  const fixed = { accountId: 'a', agentName: agentId, createdAt: now, updatedAt: now };
  return { agentId, ...fixed, deletedAt: null, revision: 1, mac: bytes(13), ...changes };
}

export function secret(accountId: string, name: string, changes: Partial<SecretRecord> = {}): SecretRecord {
  return {
    id: `${accountId}-${name}`,
    accountId,
    name,
    kind: 'key_value',
    fields: ['client_id', 'client_secret'],
    description: 'A description',
    version: 1,
    latestVersion: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    purgeAfter: null,
    deprecatedAt: now,
    replacement: 'another',
    upkeep: {
      owner: 'Payments',
      labels: ['live'],
      expiresOn: '2027-01-31',
      rotateEveryDays: 90,
      rotateBy: '2027-02-01',
    },
    access: {
      agentIds: ['one', 'two'],
      ends: [{ agentId: 'two', until: later }],
      version: 1,
      updatedAt: now,
    },
    revision: 1,
    mac: bytes(4),
    lastReadAt: null,
    ...changes,
  };
}

export function version(secretId: string, number = 1, term = 1): VersionRecord {
  return {
    secretId,
    version: number,
    kind: 'key_value',
    fields: ['client_id'],
    term,
    createdAt: now,
    createdBy: 't',
    sealed: { wrappedKey: bytes(1), sealedValue: bytes(2) },
    mac: bytes(5),
  };
}

export function newToken(changes: Partial<TokenRecord> = {}): TokenRecord {
  return {
    id: 't',
    accountId: 'a',
    name: 'Token',
    role: 'agent',
    agentId: 'one',
    userId: null,
    addresses: ['10.0.0.0/8'],
    issuedBy: 'usr_issuer',
    digest: bytes(5),
    createdAt: now,
    expiresAt: now,
    revokedAt: null,
    lastUsedAt: null,
    mac: bytes(6),
    ...changes,
  };
}

export function user(id = 'u', changes: Partial<UserRecord> = {}): UserRecord {
  return {
    id,
    accountId: 'a',
    name: 'Somebody',
    email: 'somebody@example.com',
    role: 'author',
    issuer: 'https://issuer.example.com',
    subject: id,
    createdAt: now,
    updatedAt: now,
    disabledAt: null,
    revision: 1,
    mac: bytes(7),
    ...changes,
  };
}

export function identity(id: string, changes: Partial<WorkloadIdentityRecord> = {}): WorkloadIdentityRecord {
  return {
    id,
    accountId: 'a',
    agentId: 'one',
    name: 'Nightly build',
    issuer: 'https://issuer.example.com',
    claims: '[{"claim":"sub","equals":"one"}]',
    tokenMinutes: 15,
    createdAt: now,
    mac: bytes(15),
    ...changes,
  };
}

export function session(changes: Partial<SandboxSessionRecord> = {}): SandboxSessionRecord {
  return {
    id: 's',
    accountId: 'a',
    userId: 'u',
    digest: bytes(8),
    createdAt: now,
    expiresAt: now,
    revokedAt: null,
    mac: bytes(9),
    ...changes,
  };
}

export function environmentSecret(name: string): EnvironmentSecretRecord {
  return {
    id: `env-${name}`,
    accountId: 'a',
    userId: 'u',
    name,
    description: 'A description',
    version: 1,
    createdAt: now,
    updatedAt: now,
    revision: 1,
    mac: bytes(10),
  };
}

export function accessRequest(id: string, changes: Partial<AccessRequestRecord> = {}): AccessRequestRecord {
  return {
    id,
    accountId: 'a',
    agentId: 'one',
    secretName: id,
    status: 'pending',
    reason: 'Needed for payments',
    place: 'functions/pay.py:12',
    requestedBy: 'u',
    requestedByName: 'Somebody',
    createdAt: now,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    note: null,
    approvedBy: 'v',
    approvedByName: 'An admin',
    approvedAt: now,
    until: now,
    mac: bytes(14),
    ...changes,
  };
}

export function entry(seq: number, changes: Partial<AuditRecord> = {}): AuditRecord {
  return {
    seq,
    at: now,
    accountId: 'a',
    actorId: 't',
    actorRole: 'admin',
    action: 'access.change',
    decision: 'denied',
    code: 'Forbidden',
    secretName: 'x',
    agentId: 'one',
    version: 2,
    granted: ['one'],
    until: later,
    revoked: [],
    requestId: 'r',
    secretId: 'a-x',
    revision: 3,
    userId: 'u',
    targetId: 'q',
    address: '10.0.0.1',
    mac: bytes(3),
    ...changes,
  };
}
