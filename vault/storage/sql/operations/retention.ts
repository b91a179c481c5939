import type { SegmentRecord } from '../../records.ts';
import type { Database } from '../database.ts';
import type { SegmentRow } from '../tables.ts';

/** Sealed segments of the audit log, and the snapshot of pruned ones. */
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
