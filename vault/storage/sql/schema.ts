/** The engine's names for column types. */
export interface ColumnTypes {
  /** Strings that sort by their bytes. */
  readonly text: string;
  readonly bytes: string;
  readonly integer: string;
  /** Counts beyond 2^31. */
  readonly long: string;
  /** The default value of a bytes column. */
  readonly noBytes: string;
  /** Appended after the last column. */
  readonly tableOptions: string;
}

/** Tables added in the second version of the schema; both engines create them from this SQL. */
export function secondTables({ text, bytes, integer, long, tableOptions }: ColumnTypes): readonly string[] {
  return [
    `create table secret_agents (
      account_id ${text} not null, agent_id ${text} not null, name ${text} not null, secret_id ${text} not null,
      primary key (account_id, agent_id, name))${tableOptions}`,
    'create index secret_agents_secret on secret_agents (secret_id)',
    `create table users (
      id ${text} primary key, account_id ${text} not null references accounts (id), name ${text} not null,
      email ${text}, role ${text} not null, issuer ${text}, subject ${text}, created_at ${text} not null,
      updated_at ${text} not null, disabled_at ${text}, mac ${bytes} not null,
      unique (issuer, subject))${tableOptions}`,
    'create index users_account on users (account_id, id)',
    `create table sandbox_sessions (
      id ${text} primary key, account_id ${text} not null, user_id ${text} not null references users (id),
      digest ${bytes} not null unique, created_at ${text} not null, expires_at ${text} not null,
      revoked_at ${text}, mac ${bytes} not null)${tableOptions}`,
    'create index sandbox_sessions_user on sandbox_sessions (user_id, id)',
    'create index sandbox_sessions_end on sandbox_sessions (expires_at)',
    `create table environment_secrets (
      id ${text} primary key, account_id ${text} not null, user_id ${text} not null references users (id),
      name ${text} not null, description ${text} not null, version ${integer} not null,
      created_at ${text} not null, updated_at ${text} not null, revision ${integer} not null,
      mac ${bytes} not null, unique (user_id, name))${tableOptions}`,
    `create table access_requests (
      id ${text} primary key, account_id ${text} not null references accounts (id), agent_id ${text} not null,
      secret_name ${text} not null, status ${text} not null, reason ${text} not null, place ${text},
      requested_by ${text} not null, requested_by_name ${text} not null, created_at ${text} not null,
      decided_by ${text}, decided_by_name ${text}, decided_at ${text}, note ${text})${tableOptions}`,
    'create index access_requests_newest on access_requests (account_id, created_at, id)',
    `create unique index access_requests_pending on access_requests (account_id, agent_id, secret_name)
      where status = 'pending'`,
    `create table idempotency (
      account_id ${text} not null, actor_id ${text} not null, route ${text} not null, digest ${bytes} not null,
      request_digest ${bytes} not null, answer ${text} not null, created_at ${text} not null,
      expires_at ${text} not null, primary key (account_id, actor_id, route, digest))${tableOptions}`,
    'create index idempotency_end on idempotency (expires_at)',
    `create table checkpoints (
      seq ${long} primary key, mac ${bytes} not null, at ${text} not null, key_id ${text} not null,
      signature ${bytes} not null)${tableOptions}`,
  ];
}

/** A table of the first schema that was recreated: versions of values, for every kind of secret. */
export function versionsTable(name: string, types: ColumnTypes): string {
  const { text, bytes, integer, tableOptions } = types;
  return `create table ${name} (
    secret_id ${text} not null, version ${integer} not null, kind ${text} not null, fields ${text} not null,
    term ${integer} not null, created_at ${text} not null, created_by ${text} not null,
    wrapped_key ${bytes} not null, sealed_value ${bytes} not null,
    primary key (secret_id, version))${tableOptions}`;
}

export const secondIndexes: readonly string[] = [
  'create index secret_versions_term on secret_versions (term, secret_id, version)',
  'create index secrets_kind on secrets (account_id, kind, name)',
  'create index secrets_deleted on secrets (account_id, name) where deleted_at is not null',
  'create index secrets_purge on secrets (purge_after) where purge_after is not null',
  'create index secrets_without_revision on secrets (id) where revision = 0',
  'create index tokens_account on tokens (account_id, id)',
];

/**
 * Puts everything that affects a decision under a MAC: accounts, agents, all fields of a person, requests.
 * The vault adds MACs to existing rows, because only it has the key; data that was stored for a day is
 * dropped.
 */
export function thirdSchema({ text, bytes, integer, noBytes }: ColumnTypes): readonly string[] {
  const mac = `mac ${bytes} not null default ${noBytes}`;
  const revision = `revision ${integer} not null default 0`;
  return [
    `alter table accounts add column ${revision}`,
    `alter table accounts add column ${mac}`,
    `alter table agents add column deleted_at ${text}`,
    `alter table agents add column ${revision}`,
    `alter table agents add column ${mac}`,
    `alter table users add column ${revision}`,
    `alter table access_requests add column ${mac}`,
    'delete from idempotency',
    `alter table idempotency add column ${mac}`,
    `create index access_requests_secret on access_requests (account_id, secret_name) where status = 'pending'`,
  ];
}

/** Each person who requests the same access has a separate request, with its own reason and response. */
export const requestsPerPerson: readonly string[] = [
  'drop index access_requests_pending',
  `create unique index access_requests_pending on access_requests
    (account_id, agent_id, secret_name, requested_by) where status = 'pending'`,
];

/** Stores audit log entries in groups; existing entries are not moved. */
export function auditGroups({ text, bytes, long, tableOptions }: ColumnTypes): readonly string[] {
  return [
    `create table audit_groups (
      last ${long} primary key, mac ${bytes} not null, entries ${text} not null)${tableOptions}`,
  ];
}

/**
 * End records outlive the credentials' rows, so that a row that is put back is not valid. Rows of ended
 * tokens are indexed by their end.
 */
export function credentialEnds({ text, tableOptions }: ColumnTypes): readonly string[] {
  return [
    `create table ended (
      id ${text} primary key, account_id ${text} not null, ended_at ${text} not null,
      expires_at ${text} not null)${tableOptions}`,
    'create index ended_expiry on ended (expires_at)',
    `alter table tokens add column issued_by ${text}`,
    'create index tokens_end on tokens ((coalesce(revoked_at, expires_at)))',
  ];
}

/** Tables for audit log entries that are sealed in segments and may be pruned. */
export function retentionTables({
  text,
  bytes,
  integer,
  long,
  tableOptions,
}: ColumnTypes): readonly string[] {
  return [
    `create table audit_segments (
      last ${long} primary key, first ${long} not null, last_at ${text} not null, manifest ${text} not null,
      exported_at ${text})${tableOptions}`,
    `create table audit_snapshot (part ${integer} primary key, bytes ${bytes} not null)${tableOptions}`,
  ];
}

/**
 * Puts the metadata of versions under a MAC. The vault adds MACs to existing versions, because only it has
 * the key.
 */
export function versionMacs({ bytes, noBytes }: ColumnTypes): readonly string[] {
  return [
    `alter table secret_versions add column mac ${bytes} not null default ${noBytes}`,
    'create index secret_versions_without_mac on secret_versions (secret_id) where length(mac) = 0',
  ];
}

/** Grants that expire, stored with their access list; an index finds the next to expire. */
export function accessEnds({ text }: ColumnTypes): readonly string[] {
  return [
    `alter table secrets add column access_ends ${text} not null default '[]'`,
    `create index secrets_access_end on secrets (access_ends) where access_ends <> '[]'`,
  ];
}

/** Lets accounts require two admins to approve a request, and stores the first of the two. */
export function secondApprovers({ text, integer }: ColumnTypes): readonly string[] {
  return [
    `alter table accounts add column second_approver ${integer} not null default 0`,
    `alter table access_requests add column approved_by ${text}`,
    `alter table access_requests add column approved_by_name ${text}`,
    `alter table access_requests add column approved_at ${text}`,
  ];
}

/** Stores when approved access expires. */
export function approvedEnds({ text }: ColumnTypes): readonly string[] {
  return [`alter table access_requests add column access_until ${text}`];
}

/** Lets accounts turn off assistants. */
export function assistantsSetting({ integer }: ColumnTypes): readonly string[] {
  return [`alter table accounts add column assistants_off ${integer} not null default 0`];
}

/** Lets workloads sign in with a token of their platform. */
export function workloadIdentities({ text, bytes, integer, tableOptions }: ColumnTypes): readonly string[] {
  return [
    `create table workload_identities (
      id ${text} primary key, account_id ${text} not null references accounts (id), agent_id ${text} not null,
      name ${text} not null, issuer ${text} not null, claims ${text} not null, token_minutes ${integer} not null,
      created_at ${text} not null, mac ${bytes} not null)${tableOptions}`,
    'create index workload_identities_account on workload_identities (account_id, id)',
  ];
}

/** When secrets were last read, to the hour. */
export function secretReads({ text }: ColumnTypes): readonly string[] {
  return [`alter table secrets add column last_read_at ${text}`];
}

/** Owner, labels and dates of secrets; an index finds those that are due. */
export function secretUpkeep({ text }: ColumnTypes): readonly string[] {
  return [
    `alter table secrets add column upkeep ${text} not null default '{}'`,
    `alter table secrets add column due_on ${text}`,
    'create index secrets_due on secrets (due_on) where due_on is not null',
  ];
}
