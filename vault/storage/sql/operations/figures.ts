import { sql } from 'kysely';
import type { VaultFigures } from '../../operations.ts';
import type { Database } from '../database.ts';

/** Sizes of the vault, in one statement, so that all numbers are from one state. */
export function figureOperations({ queries, run, bytes }: Database) {
  const query = sql<Record<keyof VaultFigures, number | string>>`select
    (select count(*) from accounts) as accounts,
    (select count(*) from agents where deleted_at is null) as agents,
    (select count(*) from secrets where deleted_at is null) as secrets,
    coalesce((select max(last) from audit_groups), (select max(seq) from audit), 0) as entries`;
  const size = sql<{ readonly bytes: number | string }>`select ${bytes} as bytes`;
  return {
    async databaseBytes(): Promise<number> {
      const [row] = await run(size.compile(queries));
      return Number(row?.bytes ?? 0);
    },
    async figures(): Promise<VaultFigures> {
      const [row] = await run(query.compile(queries));
      const { accounts = 0, agents = 0, secrets = 0, entries = 0 } = row ?? {};
      // Engines return large counts as text.
      return {
        accounts: Number(accounts),
        agents: Number(agents),
        secrets: Number(secrets),
        entries: Number(entries),
      };
    },
  };
}
