import type { SegmentRecord } from '../../records.ts';
import type { Database } from '../database.ts';
import type { SegmentRow } from '../tables.ts';
import { sql } from 'kysely';
import type { VaultFigures } from '../../operations.ts';

/** The sealed segments of the audit log, and the snapshot of pruned entries. */
export function retentionOperations({ queries, run }: Database) {
  const segments = () => queries.selectFrom('audit_segments').selectAll();

  return {
    async segmentsAfter(seq: number, limit: number): Promise<readonly SegmentRecord[]> {
      const query = segments().where('last', '>', seq).orderBy('last').limit(limit);
      return (await run(query.compile())).map(toSegment);
    },
    async lastSegment(): Promise<SegmentRecord | undefined> {
      return (await run(segments().orderBy('last', 'desc').limit(1).compile())).map(toSegment)[0];
    },
    async insertSegment(segment: SegmentRecord): Promise<void> {
      await run(queries.insertInto('audit_segments').values(fromSegment(segment)).compile());
    },
    async updateSegment(segment: SegmentRecord): Promise<void> {
      const { last, ...changes } = fromSegment(segment);
      await run(queries.updateTable('audit_segments').set(changes).where('last', '=', last).compile());
    },

    async snapshotPart(part: number): Promise<Buffer | undefined> {
      const query = queries.selectFrom('audit_snapshot').select('bytes').where('part', '=', part);
      return (await run(query.compile()))[0]?.bytes;
    },
    async replaceSnapshot(parts: readonly Buffer[]): Promise<void> {
      await run(queries.deleteFrom('audit_snapshot').compile());
      for (const [part, bytes] of parts.entries()) {
        await run(queries.insertInto('audit_snapshot').values({ part, bytes }).compile());
      }
    },
  };
}

function toSegment({ last_at: lastAt, exported_at: exportedAt, ...row }: SegmentRow): SegmentRecord {
  return { ...row, lastAt, exportedAt };
}

function fromSegment({ lastAt, exportedAt, ...segment }: SegmentRecord): SegmentRow {
  return { ...segment, last_at: lastAt, exported_at: exportedAt };
}

/** The vault's figures, queried in one statement so that all numbers are from the same state. */
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
      // Engines return large counts as strings.
      return {
        accounts: Number(accounts),
        agents: Number(agents),
        secrets: Number(secrets),
        entries: Number(entries),
      };
    },
  };
}
