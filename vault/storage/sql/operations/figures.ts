import { sql } from 'kysely';
import type { VaultFigures } from '../../operations.ts';
import type { Database } from '../database.ts';

/** How much there is, in one statement: all numbers are of one state. */
export function figureOperations({ queries, run }: Database) {
  const query = sql<Record<keyof VaultFigures, number | string>>`select
    (select count(*) from accounts) as accounts,
    (select count(*) from agents where deleted_at is null) as agents,
    (select count(*) from secrets where deleted_at is null) as secrets,
    coalesce((select max(last) from audit_groups), (select max(seq) from audit), 0) as entries`;
  return {
    async figures(): Promise<VaultFigures> {
      const [row] = await run(query.compile(queries));
      const { accounts = 0, agents = 0, secrets = 0, entries = 0 } = row ?? {};
      // Engines give large counts as text.
      return {
        accounts: Number(accounts),
        agents: Number(agents),
        secrets: Number(secrets),
        entries: Number(entries),
      };
    },
  };
}
