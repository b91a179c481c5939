import { CompiledQuery } from 'kysely';
import { StorageError } from '../storage-error.ts';
import {
  accessEnds,
  approvedEnds,
  auditGroups,
  credentialEnds,
  requestsPerPerson,
  retentionTables,
  secondApprovers,
  thirdSchema,
  versionMacs,
  workloadIdentities,
} from '../sql/schema.ts';
import type { Connection } from './connection.ts';
import { firstSchema } from './migrations/first-schema.ts';
import { fourthSchema } from './migrations/fourth-schema.ts';
import { secondSchema } from './migrations/second-schema.ts';
import { subjectsPerAccount } from './migrations/subjects-per-account.ts';
import { columnTypes } from './queries.ts';

/** Each entry migrates the database to the next version; entries are never changed, only added. */
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
];

/** The schema version that this program writes. */
export const schemaVersion = migrations.length;

/** Atomic. @throws StorageError with a sentence for the person if the database is of a newer program */
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
