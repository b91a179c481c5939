import { CompiledQuery } from 'kysely';
import { StorageError } from '../storage-error.ts';
import {
  accessEnds,
  approvedEnds,
  assistantsSetting,
  auditGroups,
  credentialEnds,
  requestsPerPerson,
  retentionTables,
  secondApprovers,
  secondIndexes,
  secondTables,
  secretReads,
  secretUpkeep,
  thirdSchema,
  versionMacs,
  versionsTable,
  workloadIdentities,
} from '../sql/schema.ts';
import type { Connection } from './connection.ts';
import { columnTypes } from './queries.ts';

/**
 * Each entry migrates the database to the next version. Existing entries never change; new ones are appended.
 */
const migrations: readonly (() => readonly string[])[] = [
  firstSchema,
  secondSchema,
  () => thirdSchema(columnTypes),
  () => fourthSchema,
  () => requestsPerPerson,
  () => auditGroups(columnTypes),
  () => credentialEnds(columnTypes),
  () => retentionTables(columnTypes),
  () => versionMacs(columnTypes),
  () => accessEnds(columnTypes),
  () => secondApprovers(columnTypes),
  () => workloadIdentities(columnTypes),
  subjectsPerAccount,
  () => approvedEnds(columnTypes),
  () => assistantsSetting(columnTypes),
  () => secretUpkeep(columnTypes),
  () => secretReads(columnTypes),
];

/** The schema version that this program writes. */
export const schemaVersion = migrations.length;

/** Atomic. @throws StorageError with a sentence for the user if a newer program created the database */
export function migrate(connection: Connection): void {
  const version = Number(connection.pragma('user_version'));
  if (version > migrations.length) {
    throw new StorageError(
      'A newer version of the vault has used this data directory. Update this program, then start again.',
    );
  }
  connection.transaction(() => {
    for (const migration of migrations.slice(version)) {
      for (const statement of migration()) connection.run(CompiledQuery.raw(statement));
    }
    connection.pragma(`user_version = ${String(migrations.length)}`);
  });
}

/** The schema of the first released vault. */
export function firstSchema(): readonly string[] {
  return [
    'create table meta (key text primary key, value text not null) strict',
    `create table keys (purpose text not null, term integer not null, wrapped blob not null,
      created_at text not null, constraint keys_pk primary key (purpose, term)) strict`,
    `create table accounts (id text primary key, name text not null, vault_enabled integer not null,
      catalog_version integer not null, created_at text not null) strict`,
    `create table agents (account_id text not null references accounts (id), agent_id text not null,
      agent_name text not null, created_at text not null, updated_at text not null,
      constraint agents_pk primary key (account_id, agent_id)) strict`,
    `create table secrets (id text primary key, account_id text not null references accounts (id),
      name text not null, kind text not null, fields text not null, description text not null,
      version integer not null, created_at text not null, updated_at text not null,
      constraint secrets_name unique (account_id, name)) strict`,
    `create table access_lists (secret_id text primary key references secrets (id), agent_ids text not null,
      access_version integer not null, access_updated_at text not null, access_mac blob not null) strict`,
    `create table secret_versions (secret_id text not null references secrets (id), version integer not null,
      wrapped_key blob not null, sealed_value blob not null,
      constraint secret_versions_pk primary key (secret_id, version)) strict`,
    `create table tokens (id text primary key, account_id text not null references accounts (id),
      name text not null, role text not null, agent_id text, digest blob not null unique,
      created_at text not null, expires_at text not null, revoked_at text, mac blob not null) strict`,
    `create table audit (seq integer primary key, at text not null, account_id text not null,
      actor_id text not null, actor_role text not null, action text not null, decision text not null,
      code text, secret_name text, agent_id text, version integer, granted text not null,
      revoked text not null, request_id text not null, mac blob not null) strict`,
    `create table events (seq integer primary key autoincrement, account_id text not null,
      event text not null) strict`,
    'create index events_account on events (account_id, seq)',
  ];
}

/**
 * People, environment secrets, access requests and versions; a secret and its access list become one row
 * under one MAC. Existing rows stay in revision 0 until the vault has sealed them again.
 */
export function secondSchema(): readonly string[] {
  return [
    ...moveVersions,
    ...extendSecrets,
    ...extendOthers,
    ...secondTables(columnTypes),
    ...fillIndex,
    ...secondIndexes,
  ];
}

const moveVersions = [
  versionsTable('new_versions', columnTypes),
  `insert into new_versions
    select secret_id, secret_versions.version, kind, fields, 1, created_at, 'unknown', wrapped_key, sealed_value
    from secret_versions join secrets on secrets.id = secret_id`,
  'drop table secret_versions',
  'alter table new_versions rename to secret_versions',
];

const extendSecrets = [
  'alter table secrets add column latest_version integer not null default 1',
  'alter table secrets add column deleted_at text',
  'alter table secrets add column purge_after text',
  'alter table secrets add column deprecated_at text',
  'alter table secrets add column replacement text',
  `alter table secrets add column agent_ids text not null default '[]'`,
  'alter table secrets add column access_version integer not null default 1',
  `alter table secrets add column access_updated_at text not null default ''`,
  'alter table secrets add column revision integer not null default 0',
  `alter table secrets add column mac blob not null default x''`,
  `update secrets set latest_version = version, agent_ids = list.agent_ids,
    access_version = list.access_version, access_updated_at = list.access_updated_at, mac = list.access_mac
    from access_lists as list where list.secret_id = secrets.id`,
  'drop table access_lists',
];

const extendOthers = [
  `alter table keys add column state text not null default 'active'`,
  'alter table tokens add column user_id text',
  `alter table tokens add column addresses text not null default '[]'`,
  'alter table tokens add column last_used_at text',
  'alter table audit add column secret_id text',
  'alter table audit add column revision integer',
  'alter table audit add column user_id text',
  'alter table audit add column target_id text',
  'alter table audit add column address text',
];

const fillIndex = [
  `insert into secret_agents
    select secrets.account_id, agent.value, secrets.name, secrets.id from secrets, json_each(secrets.agent_ids) as agent`,
];

/**
 * A subject of the identity provider is unique only within an account, so that no account learns about or
 * takes over subjects of another. SQLite can change the constraint only by recreating the table; `users`
 * keeps the same columns.
 */
export function subjectsPerAccount(): readonly string[] {
  const { text, bytes, integer, tableOptions } = columnTypes;
  const columns =
    'id, account_id, name, email, role, issuer, subject, created_at, updated_at, disabled_at, mac, revision';
  return [
    // Other tables refer to these rows, which exist again when the migration is committed.
    'pragma defer_foreign_keys = on',
    `create table users_before as select ${columns} from users`,
    'drop table users',
    `create table users (
      id ${text} primary key, account_id ${text} not null references accounts (id), name ${text} not null,
      email ${text}, role ${text} not null, issuer ${text}, subject ${text}, created_at ${text} not null,
      updated_at ${text} not null, disabled_at ${text}, mac ${bytes} not null,
      revision ${integer} not null default 0, unique (account_id, issuer, subject))${tableOptions}`,
    `insert into users (${columns}) select ${columns} from users_before`,
    'drop table users_before',
    'create index users_account on users (account_id, id)',
  ];
}

/**
 * An index whose newest entries are adjacent. When it contained secret ids, which are in random order, every
 * new version and every step of a rotation wrote a separate page.
 */
export const fourthSchema: readonly string[] = [
  'drop index secret_versions_term',
  'create index secret_versions_term on secret_versions (term)',
];
