import type {
  AccessRequestRecord,
  EndRecord,
  EnvironmentSecretRecord,
  IdempotencyRecord,
  SandboxSessionRecord,
  TokenRecord,
  UserRecord,
  WorkloadIdentityRecord,
} from '../records.ts';
import { textList } from './rows.ts';
import type {
  AccessRequestRow,
  EndRow,
  EnvironmentSecretRow,
  IdempotencyRow,
  SessionRow,
  TokenRow,
  UserRow,
  WorkloadIdentityRow,
} from './tables.ts';

export function toUser(row: UserRow): UserRecord {
  const { id, account_id: accountId, name, email, role, issuer, subject, revision, mac } = row;
  const times = { createdAt: row.created_at, updatedAt: row.updated_at, disabledAt: row.disabled_at };
  return { id, accountId, name, email, role, issuer, subject, ...times, revision, mac };
}

export function fromUser(user: UserRecord): UserRow {
  const { id, accountId, name, email, role, issuer, subject, revision, mac } = user;
  const times = { created_at: user.createdAt, updated_at: user.updatedAt, disabled_at: user.disabledAt };
  return { id, account_id: accountId, name, email, role, issuer, subject, ...times, revision, mac };
}

export function toToken(row: TokenRow): TokenRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    role: row.role,
    agentId: row.agent_id,
    userId: row.user_id,
    addresses: textList(row.addresses),
    issuedBy: row.issued_by,
    digest: row.digest,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    mac: row.mac,
  };
}

export function fromToken(token: TokenRecord): TokenRow {
  return {
    id: token.id,
    account_id: token.accountId,
    name: token.name,
    role: token.role,
    agent_id: token.agentId,
    user_id: token.userId,
    addresses: JSON.stringify(token.addresses),
    issued_by: token.issuedBy,
    digest: token.digest,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    revoked_at: token.revokedAt,
    last_used_at: token.lastUsedAt,
    mac: token.mac,
  };
}

export function toIdentity(row: WorkloadIdentityRow): WorkloadIdentityRecord {
  const { id, account_id: accountId, agent_id: agentId, name, issuer, claims, mac } = row;
  const times = { tokenMinutes: row.token_minutes, createdAt: row.created_at };
  return { id, accountId, agentId, name, issuer, claims, ...times, mac };
}

export function fromIdentity(identity: WorkloadIdentityRecord): WorkloadIdentityRow {
  const { id, accountId, agentId, name, issuer, claims, mac } = identity;
  const times = { token_minutes: identity.tokenMinutes, created_at: identity.createdAt };
  return { id, account_id: accountId, agent_id: agentId, name, issuer, claims, ...times, mac };
}

export function toSession(row: SessionRow): SandboxSessionRecord {
  const { id, account_id: accountId, user_id: userId, digest, mac } = row;
  const times = { createdAt: row.created_at, expiresAt: row.expires_at, revokedAt: row.revoked_at };
  return { id, accountId, userId, digest, ...times, mac };
}

export function fromSession(session: SandboxSessionRecord): SessionRow {
  const { id, accountId, userId, digest, createdAt, expiresAt, revokedAt, mac } = session;
  const times = { created_at: createdAt, expires_at: expiresAt, revoked_at: revokedAt };
  return { id, account_id: accountId, user_id: userId, digest, ...times, mac };
}

export function toEnd({ id, account_id, ended_at, expires_at }: EndRow): EndRecord {
  return { id, accountId: account_id, endedAt: ended_at, expiresAt: expires_at };
}

export function fromEnd({ id, accountId, endedAt, expiresAt }: EndRecord): EndRow {
  return { id, account_id: accountId, ended_at: endedAt, expires_at: expiresAt };
}

export function toEnvironmentSecret(row: EnvironmentSecretRow): EnvironmentSecretRecord {
  const { id, account_id: accountId, user_id: userId, name, description, version, revision, mac } = row;
  const times = { createdAt: row.created_at, updatedAt: row.updated_at };
  return { id, accountId, userId, name, description, version, ...times, revision, mac };
}

export function fromEnvironmentSecret(secret: EnvironmentSecretRecord): EnvironmentSecretRow {
  const { id, accountId, userId, name, description, version, createdAt, updatedAt, revision, mac } = secret;
  const owner = { account_id: accountId, user_id: userId };
  const times = { created_at: createdAt, updated_at: updatedAt };
  return { id, ...owner, name, description, version, ...times, revision, mac };
}

/** The columns to update: omits account and name, whose indexes would be rewritten. */
export function changesOfEnvironmentSecret(secret: EnvironmentSecretRecord) {
  const { description, version, updatedAt: updated_at, revision, mac } = secret;
  return { description, version, updated_at, revision, mac };
}

export function toAccessRequest(row: AccessRequestRow): AccessRequestRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    agentId: row.agent_id,
    secretName: row.secret_name,
    status: row.status,
    reason: row.reason,
    place: row.place,
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    createdAt: row.created_at,
    decidedBy: row.decided_by,
    decidedByName: row.decided_by_name,
    decidedAt: row.decided_at,
    note: row.note,
    approvedBy: row.approved_by,
    approvedByName: row.approved_by_name,
    approvedAt: row.approved_at,
    until: row.access_until,
    mac: row.mac,
  };
}

export function fromAccessRequest(request: AccessRequestRecord): AccessRequestRow {
  return {
    id: request.id,
    account_id: request.accountId,
    agent_id: request.agentId,
    secret_name: request.secretName,
    status: request.status,
    reason: request.reason,
    place: request.place,
    requested_by: request.requestedBy,
    requested_by_name: request.requestedByName,
    created_at: request.createdAt,
    decided_by: request.decidedBy,
    decided_by_name: request.decidedByName,
    decided_at: request.decidedAt,
    note: request.note,
    approved_by: request.approvedBy,
    approved_by_name: request.approvedByName,
    approved_at: request.approvedAt,
    access_until: request.until,
    mac: request.mac,
  };
}

export function toIdempotency(row: IdempotencyRow): IdempotencyRecord {
  const { account_id: accountId, actor_id: actorId, route, digest, request_digest, answer, mac } = row;
  const times = { createdAt: row.created_at, expiresAt: row.expires_at };
  return { accountId, actorId, route, digest, requestDigest: request_digest, answer, ...times, mac };
}

export function fromIdempotency(record: IdempotencyRecord): IdempotencyRow {
  const { accountId, actorId, route, digest, requestDigest, answer, createdAt, expiresAt, mac } = record;
  const times = { created_at: createdAt, expires_at: expiresAt };
  const key = { account_id: accountId, actor_id: actorId, route, digest };
  return { ...key, request_digest: requestDigest, answer, ...times, mac };
}
