import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import type { Database } from '../sql/database.ts';
import type { ColumnTypes } from '../sql/schema.ts';
import type { Queries, Tables } from '../sql/tables.ts';

/** PostgreSQL's dialect for the shared SQL. */
export const columnTypes: ColumnTypes = {
  text: 'text collate "C"',
  bytes: 'bytea',
  integer: 'integer',
  long: 'bigint',
  noBytes: `''`,
  tableOptions: '',
};

export function createQueries(): Queries {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

export function databaseOf(queries: Queries, run: Database['run']): Database {
  return {
    queries,
    run,
    isOneOf: (column, texts) => sql<boolean>`${sql.ref(column)} = any(${[...texts]})`,
    contains: (column, text) => sql<boolean>`strpos(${sql.ref(column)}, ${text}) > 0`,
    versionsOfTerm: {
      order: sql`secret_id, version`,
      isBehind: ({ secretId, version }) =>
        sql<boolean>`(secret_id, version) > (${secretId}, ${version}::integer)`,
    },
    bytes: sql`pg_database_size(current_database())`,
  };
}

/** Event numbers come from a sequence, which does not advance when copied rows are inserted. */
export const countEventsOn = sql`select setval(pg_get_serial_sequence('events', 'seq'), max(seq)) from events`;
