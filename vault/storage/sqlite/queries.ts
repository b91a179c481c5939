import { DummyDriver, Kysely, sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Database } from '../sql/database.ts';
import type { ColumnTypes } from '../sql/schema.ts';
import type { Queries, Tables } from '../sql/tables.ts';
import type { Connection } from './connection.ts';

/** SQLite's dialect for the shared SQL. */
export const columnTypes: ColumnTypes = {
  text: 'text',
  bytes: 'blob',
  integer: 'integer',
  long: 'integer',
  noBytes: `x''`,
  tableOptions: ' strict',
};

export function createQueries(): Queries {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

/** SQLite is synchronous; only other engines need the promises. */
export function databaseOf(connection: Connection, queries: Queries): Database {
  return {
    queries,
    run: async (query) => connection.run(query),
    isOneOf: (column, texts) =>
      sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(texts)}))`,
    contains: (column, text) => sql<boolean>`instr(${sql.ref(column)}, ${text}) > 0`,
    // In storage order, for locality; backward, so that concurrent writes do not keep a pass from ending.
    versionsOfTerm: {
      order: sql`rowid desc`,
      isBehind: ({ secretId, version }) =>
        sql<boolean>`rowid < coalesce((select last.rowid from secret_versions as last
          where last.secret_id = ${secretId} and last.version = ${version}), ${Number.MAX_SAFE_INTEGER})`,
    },
    bytes: sql`(select page_count * page_size from pragma_page_count, pragma_page_size)`,
  };
}
