import { Check } from 'typebox/value';
import { VaultEvent } from '../../../contracts/vault-api/events.ts';
import { Upkeep } from '../../../contracts/upkeep.ts';
import { upkeepText } from '../upkeep-text.ts';
import type {
  AccessEnd,
  AccountRecord,
  AgentRecord,
  EventRecord,
  KeyRecord,
  SecretRecord,
  VersionRecord,
} from '../records.ts';
import { StorageError } from '../storage-error.ts';
import type { AccountRow, AgentRow, KeyRow, SealedRow, SecretRow, VersionRow } from './tables.ts';

/**
 * Converts between rows and the records of the storage contract. People and the audit log have separate
 * files.
 */

export function toKey(row: KeyRow): KeyRecord {
  const { purpose, term, wrapped, created_at: createdAt, state } = row;
  return { purpose, term, wrapped, createdAt, state };
}

export function fromKey({ purpose, term, wrapped, createdAt, state }: KeyRecord): KeyRow {
  return { purpose, term, wrapped, created_at: createdAt, state };
}

export function toAccount(row: AccountRow): AccountRecord {
  return {
    id: row.id,
    name: row.name,
    vaultEnabled: row.vault_enabled === 1,
    secondApprover: row.second_approver !== 0,
    assistants: row.assistants_off === 0,
    catalogVersion: row.catalog_version,
    createdAt: row.created_at,
    revision: row.revision,
    mac: row.mac,
  };
}

export function fromAccount(account: AccountRecord): AccountRow {
  return {
    id: account.id,
    name: account.name,
    vault_enabled: account.vaultEnabled ? 1 : 0,
    second_approver: account.secondApprover ? 1 : 0,
    assistants_off: account.assistants ? 0 : 1,
    catalog_version: account.catalogVersion,
    created_at: account.createdAt,
    revision: account.revision,
    mac: account.mac,
  };
}

export function toAgent(row: AgentRow): AgentRecord {
  return {
    accountId: row.account_id,
    agentId: row.agent_id,
    agentName: row.agent_name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
    revision: row.revision,
    mac: row.mac,
  };
}

export function fromAgent(agent: AgentRecord): AgentRow {
  return {
    account_id: agent.accountId,
    agent_id: agent.agentId,
    agent_name: agent.agentName,
    created_at: agent.createdAt,
    updated_at: agent.updatedAt,
    deleted_at: agent.deletedAt,
    revision: agent.revision,
    mac: agent.mac,
  };
}

export function toSecret(row: SecretRow): SecretRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    kind: row.kind,
    fields: textList(row.fields),
    description: row.description,
    version: row.version,
    latestVersion: row.latest_version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
    purgeAfter: row.purge_after,
    deprecatedAt: row.deprecated_at,
    replacement: row.replacement,
    access: {
      agentIds: textList(row.agent_ids),
      version: row.access_version,
      updatedAt: row.access_updated_at,
      ends: toEnds(row.access_ends),
    },
    upkeep: toUpkeep(row.upkeep),
    revision: row.revision,
    mac: row.mac,
    lastReadAt: row.last_read_at,
  };
}

export function fromSecret(secret: SecretRecord): SecretRow {
  return {
    id: secret.id,
    account_id: secret.accountId,
    name: secret.name,
    kind: secret.kind,
    fields: JSON.stringify(secret.fields),
    description: secret.description,
    version: secret.version,
    latest_version: secret.latestVersion,
    created_at: secret.createdAt,
    updated_at: secret.updatedAt,
    deleted_at: secret.deletedAt,
    purge_after: secret.purgeAfter,
    deprecated_at: secret.deprecatedAt,
    replacement: secret.replacement,
    agent_ids: JSON.stringify(secret.access.agentIds),
    access_version: secret.access.version,
    access_updated_at: secret.access.updatedAt,
    access_ends: endsText(secret.access.ends),
    upkeep: upkeepText(secret.upkeep),
    due_on: dueOn(secret.upkeep) ?? null,
    revision: secret.revision,
    mac: secret.mac,
    last_read_at: secret.lastReadAt,
  };
}

function toUpkeep(text: string): Upkeep {
  if (text === '{}') return {};
  const upkeep = parse(text);
  if (!Check(Upkeep, upkeep)) throw new StorageError('The dates of a stored secret are damaged');
  return upkeep;
}

/** The earlier of expiry and rotation. */
function dueOn({ expiresOn, rotateBy }: Upkeep): string | undefined {
  return [expiresOn, rotateBy].filter((date) => date !== undefined).toSorted()[0];
}

function toEnds(text: string): readonly AccessEnd[] {
  const list = textList(text);
  return list.flatMap((until, at) => (at % 2 === 0 ? [{ agentId: list[at + 1] ?? '', until }] : []));
}

/** A list as a string that starts with the earliest expiry, so that a text index finds expired grants. */
export function endsText(ends: readonly AccessEnd[]): string {
  return ends.length === 0 ? '[]' : JSON.stringify(ends.flatMap(({ agentId, until }) => [until, agentId]));
}

export function toSealed(row: SealedRow) {
  return { wrappedKey: row.wrapped_key, sealedValue: row.sealed_value };
}

export function toVersion(row: VersionRow): VersionRecord {
  return {
    secretId: row.secret_id,
    version: row.version,
    kind: row.kind,
    fields: textList(row.fields),
    term: row.term,
    createdAt: row.created_at,
    createdBy: row.created_by,
    sealed: toSealed(row),
    mac: row.mac,
  };
}

export function fromVersion(version: VersionRecord): VersionRow {
  return {
    secret_id: version.secretId,
    version: version.version,
    kind: version.kind,
    fields: JSON.stringify(version.fields),
    term: version.term,
    created_at: version.createdAt,
    created_by: version.createdBy,
    wrapped_key: version.sealed.wrappedKey,
    sealed_value: version.sealed.sealedValue,
    mac: version.mac,
  };
}

export function toEvent(row: { seq: number; event: string }): EventRecord {
  const event = parse(row.event);
  if (!Check(VaultEvent, event)) throw new StorageError('A stored event is damaged');
  return { seq: row.seq, event };
}

/** Parses a list as the vault writes it; any other string counts as damage. */
export function textList(json: string): readonly string[] {
  if (json === '[]') return [];
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
