import {
  accessEnds,
  accountEnvironments,
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
import { StorageError } from '../storage-error.ts';
import { columnTypes } from './queries.ts';
import { beginWriting, type Session } from './session.ts';

/**
 * The vault's advisory locks in its database; the first number distinguishes the vault from other users of
 * the database.
 */
export const locks = {
  migration: '823117, 1',
  chain: '823117, 2',
  use: '823117, 3',
  first: '823117, 4',
} as const;

/**
 * Each entry migrates the database to the next version. Existing entries never change; new ones are appended.
 */
const migrations: readonly (() => readonly string[])[] = [
  firstSchema,
  () => thirdSchema(columnTypes),
  () => requestsPerPerson,
  packedAudit,
  () => credentialEnds(columnTypes),
  () => retentionTables(columnTypes),
  () => versionMacs(columnTypes),
  () => accessEnds(columnTypes),
  () => secondApprovers(columnTypes),
  () => workloadIdentities(columnTypes),
  () => subjectsPerAccount,
  () => approvedEnds(columnTypes),
  () => assistantsSetting(columnTypes),
  () => secretUpkeep(columnTypes),
  () => secretReads(columnTypes),
  () => accountEnvironments(columnTypes),
];

/** The schema version that this program writes. */
export const schemaVersion = migrations.length;

/**
 * Must come first, because a replica refuses many later statements with various error codes.
 * @throws StorageError
 */
export async function refuseReplica(session: Session): Promise<void> {
  const [server] = await session.run<{ replica: boolean }>({
    sql: 'select pg_is_in_recovery() as replica',
    parameters: [],
  });
  if (server?.replica !== true) return;
  throw new StorageError('This server is a replica. Use the address of the primary server.');
}

/** Atomic; only one process at a time can migrate. @throws StorageError with a sentence for the user */
export async function migrate(session: Session): Promise<void> {
  const run = (sql: string) => session.run<Record<string, unknown>>({ sql, parameters: [] });
  try {
    await run(beginWriting);
    await run(`select pg_advisory_xact_lock(${locks.migration})`);
    await run('create table if not exists meta (key text collate "C" primary key, value text not null)');
    const [found] = await run(`select value from meta where key = 'schema_version'`);
    const version = Number(found?.['value'] ?? 0);
    if (version > migrations.length) {
      throw new StorageError(
        'A newer version of the vault has used this database. Update this program, then start again.',
      );
    }
    for (const migration of migrations.slice(version)) {
      for (const statement of migration()) await run(statement);
    }
    await run(`insert into meta values ('schema_version', '${String(migrations.length)}')
      on conflict (key) do update set value = excluded.value`);
    await run('commit');
  } catch (error) {
    await session.abandon();
    throw error;
  }
}

/** @throws StorageError if the schema is missing or has another version */
export async function requireSchema(session: Session): Promise<void> {
  const run = (sql: string) => session.run<Record<string, unknown>>({ sql, parameters: [] });
  const [table] = await run(`select to_regclass('meta') is not null as found`);
  const found =
    table?.['found'] === true ? await run(`select value from meta where key = 'schema_version'`) : [];
  if (Number(found[0]?.['value'] ?? 0) === schemaVersion) return;
  throw new StorageError(
    'it was created by another version of this program, or contains no vault; use that version, or start the vault once with this one',
  );
}

/**
 * A subject of the identity provider is unique only within an account, so that no account learns about or
 * takes over subjects of another.
 */
const subjectsPerAccount: readonly string[] = [
  `alter table users drop constraint users_issuer_subject_key,
    add constraint users_subject unique (account_id, issuer, subject)`,
];

/**
 * The server would compress every group while writing it, which takes longer than writing it uncompressed.
 */
function packedAudit(): readonly string[] {
  return [...auditGroups(columnTypes), 'alter table audit_groups alter column entries set storage external'];
}

function firstSchema(): readonly string[] {
  const { text, bytes, integer, long } = columnTypes;
  return [
    `create table keys (purpose ${text} not null, term ${integer} not null, wrapped ${bytes} not null,
      created_at ${text} not null, state ${text} not null, primary key (purpose, term))`,
    `create table accounts (id ${text} primary key, name ${text} not null, vault_enabled ${integer} not null,
      catalog_version ${integer} not null, created_at ${text} not null)`,
    `create table agents (account_id ${text} not null references accounts (id), agent_id ${text} not null,
      agent_name ${text} not null, created_at ${text} not null, updated_at ${text} not null,
      primary key (account_id, agent_id))`,
    `create table secrets (id ${text} primary key, account_id ${text} not null references accounts (id),
      name ${text} not null, kind ${text} not null, fields ${text} not null, description ${text} not null,
      version ${integer} not null, latest_version ${integer} not null, created_at ${text} not null,
      updated_at ${text} not null, deleted_at ${text}, purge_after ${text}, deprecated_at ${text},
      replacement ${text}, agent_ids ${text} not null, access_version ${integer} not null,
      access_updated_at ${text} not null, revision ${integer} not null, mac ${bytes} not null,
      unique (account_id, name))`,
    versionsTable('secret_versions', columnTypes),
    `create table tokens (id ${text} primary key, account_id ${text} not null references accounts (id),
      name ${text} not null, role ${text} not null, agent_id ${text}, user_id ${text},
      addresses ${text} not null, digest ${bytes} not null unique, created_at ${text} not null,
      expires_at ${text} not null, revoked_at ${text}, last_used_at ${text}, mac ${bytes} not null)`,
    `create table audit (seq ${long} primary key, at ${text} not null, account_id ${text} not null,
      actor_id ${text} not null, actor_role ${text} not null, action ${text} not null,
      decision ${text} not null, code ${text}, secret_name ${text}, agent_id ${text}, version ${integer},
      granted ${text} not null, revoked ${text} not null, request_id ${text} not null, secret_id ${text},
      revision ${integer}, user_id ${text}, target_id ${text}, address ${text}, mac ${bytes} not null)`,
    `create table events (seq ${long} generated by default as identity primary key,
      account_id ${text} not null, event ${text} not null)`,
    'create index events_account on events (account_id, seq)',
    ...secondTables(columnTypes),
    ...secondIndexes,
  ];
}
