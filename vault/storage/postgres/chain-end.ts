import type { AuditHead } from '../records.ts';
import { endOfLog } from '../sql/operations/log.ts';
import type { Session } from './session.ts';

interface ChainEnd {
  readonly head: AuditHead;
  /** The note of a vault that was moved elsewhere. */
  readonly moved: string | null;
}

/** The end of the log, and whether anything may be written after it: queried once for every group. */
export async function chainEnd(session: Session): Promise<ChainEnd> {
  const [row] = await session.run<{ moved: string | null; seq: number | null; mac: Buffer | null }>({
    sql: `select (select value from meta where key = 'moved') as moved, last.seq, last.mac
      from (values (1)) as one left join lateral (${endOfLog}) as last on true`,
    parameters: [],
  });
  const { moved = null, seq, mac } = row ?? {};
  return { moved, head: { seq: seq ?? 0, mac: mac ?? Buffer.alloc(32) } };
}
