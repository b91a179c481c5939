import { type RawBuilder, sql } from 'kysely';
import { type RowTransaction, type StoredRow, storedTables, type TableName } from '../../stored-rows.ts';
import type { Database } from '../database.ts';

/**
 * Rows of any table, unprocessed. `countOn` is for engines whose sequences do not advance when rows are
 * inserted.
 */
export function rowOperations(
  { queries, run }: Database,
  countOn?: RawBuilder<unknown>,
): Omit<RowTransaction, 'appendAudit'> {
  const all = <Row>(query: RawBuilder<Row>) => run(query.compile(queries));

  return {
    rowsAfter(name, after) {
      const { key, page } = tableOf(name);
      return all(sql<StoredRow>`select * from ${sql.table(name)} ${behind(key, after)}
        order by ${columns(key)} limit ${page}`);
    },
    async lastRow(name) {
      const backwards = tableOf(name).key.map((column) => sql`${sql.ref(column)} desc`);
      const last = sql<StoredRow>`select * from ${sql.table(name)} order by ${sql.join(backwards)} limit 1`;
      return (await all(last))[0];
    },
    async countRows(name) {
      const [row] = await all(
        sql<{ count: number | string }>`select count(*) as count from ${sql.table(name)}`,
      );
      return Number(row?.count ?? 0);
    },
    async note(name) {
      const [row] = await all(sql<{ value: string }>`select value from meta where key = ${name}`);
      return row?.value;
    },

    async insertRows(name, rows) {
      const [first] = rows;
      if (!first) return;
      const names = Object.keys(first);
      const values = rows.map((row) => sql`(${sql.join(names.map((column) => row[column]))})`);
      await all(sql`insert into ${sql.table(name)} (${columns(names)}) values ${sql.join(values)}`);
    },
    async clearRows(name) {
      await all(sql`delete from ${sql.table(name)}`);
    },
    async setNote(name, text) {
      await all(sql`delete from meta where key = ${name}`);
      if (text !== undefined) await all(sql`insert into meta (key, value) values (${name}, ${text})`);
    },
    async countOn() {
      if (countOn) await all(countOn);
    },
  };
}

function tableOf(name: TableName) {
  return storedTables.find((table) => table.name === name) ?? storedTables[0];
}

function columns(names: readonly string[]): RawBuilder<unknown> {
  return sql.join(names.map((name) => sql.ref(name)));
}

function behind(key: readonly string[], after: StoredRow | undefined): RawBuilder<unknown> {
  if (!after) return sql``;
  return sql`where (${columns(key)}) > (${sql.join(key.map((column) => after[column]))})`;
}
