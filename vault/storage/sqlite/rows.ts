import { Check } from 'typebox/value';
import { VaultEvent } from '../../../contracts/vault-api/events.ts';
import type {
  AccountRecord,
  AgentRecord,
  AuditRecord,
  EventRecord,
  SecretRecord,
  TokenRecord,
} from '../records.ts';
import { StorageError } from '../storage.ts';
import type { AccessRow, AgentRow, AuditRow, SecretRow, Tables, TokenRow } from './schema.ts';

/** Between rows of SQLite and the records of the storage contract. */

export function toAccount(row: Tables['accounts']): AccountRecord {
  return {
    id: row.id,
    name: row.name,
    vaultEnabled: row.vault_enabled === 1,
    catalogVersion: row.catalog_version,
    createdAt: row.created_at,
  };
}

export function toAgent(row: AgentRow): AgentRecord {
  return {
    accountId: row.account_id,
    agentId: row.agent_id,
    agentName: row.agent_name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function toSecret(row: SecretRow & AccessRow): SecretRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    kind: row.kind,
    fields: textList(row.fields),
    description: row.description,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    access: {
      agentIds: textList(row.agent_ids),
      version: row.access_version,
      updatedAt: row.access_updated_at,
      mac: row.access_mac,
    },
  };
}

export function toToken(row: TokenRow): TokenRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    role: row.role,
    agentId: row.agent_id,
    digest: row.digest,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
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
    digest: token.digest,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    revoked_at: token.revokedAt,
    mac: token.mac,
  };
}

export function toAudit(row: AuditRow): AuditRecord {
  return {
    seq: row.seq,
    at: row.at,
    accountId: row.account_id,
    actorId: row.actor_id,
    actorRole: row.actor_role,
    action: row.action,
    decision: row.decision,
    code: row.code,
    secretName: row.secret_name,
    agentId: row.agent_id,
    version: row.version,
    granted: textList(row.granted),
    revoked: textList(row.revoked),
    requestId: row.request_id,
    mac: row.mac,
  };
}

export function toEvent(row: { seq: number; event: string }): EventRecord {
  const event = parse(row.event);
  if (!Check(VaultEvent, event)) throw new StorageError('A stored event is damaged');
  return { seq: row.seq, event };
}

/** A list as the vault writes it; somebody else's text is damage. */
export function textList(json: string): readonly string[] {
  const value = parse(json);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new StorageError('A stored list is damaged');
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new StorageError('A stored text is damaged', { cause: error });
  }
}
