import type { AuditHead } from '../records.ts';
import { endOfLog } from '../sql/operations/log.ts';
import { locks } from './migrations.ts';
import { beginWriting, type Session } from './session.ts';

interface ChainEnd {
  readonly head: AuditHead;
  /** Where the vault was moved, if it was moved elsewhere. */
  readonly moved: string | null;
}

/**
 * Begins a transaction that locks the end of the log. Sends everything before the first result arrives, and
 * before later statements on the held connection.
 */
export async function beginAtChainEnd(session: Session): Promise<ChainEnd> {
  const [, end] = await Promise.all([
    session.runTexts(`${beginWriting}; select pg_advisory_xact_lock(${locks.chain})`),
    chainEnd(session),
  ]);
  return end;
}

/** The end of the log, and whether anything may be written after it; queried once per group. */
async function chainEnd(session: Session): Promise<ChainEnd> {
  const [row] = await session.run<{ moved: string | null; seq: number | null; mac: Buffer | null }>({
    sql: `select (select value from meta where key = 'moved') as moved, last.seq, last.mac
      from (values (1)) as one left join lateral (${endOfLog}) as last on true`,
    parameters: [],
  });
  const { moved = null, seq, mac } = row ?? {};
  return { moved, head: { seq: seq ?? 0, mac: mac ?? Buffer.alloc(32) } };
}
