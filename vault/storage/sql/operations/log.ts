import { sql } from 'kysely';
import type { VaultEvent } from '../../../../contracts/vault-api/events.ts';
import type { AuditHead, AuditRecord, CheckpointRecord, EventRecord } from '../../records.ts';
import type { AuditFilter, AuditPage } from '../../operations.ts';
import type { Database } from '../database.ts';
import { toAudit, toCheckpoint } from '../rows-of-audit.ts';
import { toEvent } from '../rows.ts';

/** Events kept for clients that come back; older ones must ask for everything again. */
const keptEvents = 1000;
export const isOldEvent = sql<boolean>`seq <= (select max(seq) from events) - ${sql.lit(keptEvents)}`;
/** Bounds how long one page of a filtered log can take; an index for every filter would slow every read. */
const entriesLookedAt = 5_000;

/** The audit log, its checkpoints, and events. */
export function logOperations({ queries, run }: Database) {
  const audit = () => queries.selectFrom('audit').selectAll();
  const checkpoints = () => queries.selectFrom('checkpoints').selectAll();
  const auditHead = async (): Promise<AuditHead> => {
    const query = queries.selectFrom('audit').select(['seq', 'mac']).orderBy('seq', 'desc').limit(1);
    return (await run(query.compile()))[0] ?? { seq: 0, mac: Buffer.alloc(32) };
  };

  return {
    auditHead,
    async auditAfter(seq: number, limit: number): Promise<readonly AuditRecord[]> {
      return (await run(audit().where('seq', '>', seq).orderBy('seq').limit(limit).compile())).map(toAudit);
    },
    async listAudit(
      accountId: string,
      { before, limit }: { before: number | undefined; limit: number },
      filter: AuditFilter = {},
    ): Promise<AuditPage> {
      const start = before ?? (await auditHead()).seq + 1;
      const query = audit()
        .where('seq', '<', start)
        .where('seq', '>=', start - entriesLookedAt)
        .where('account_id', '=', accountId)
        .where(matching(filter))
        .orderBy('seq', 'desc')
        .limit(limit);
      const entries = (await run(query.compile())).map(toAudit);
      const last = entries.length === limit ? (entries.at(-1)?.seq ?? 0) : start - entriesLookedAt;
      return { entries, next: last > 1 ? last : undefined };
    },
    async lastCheckpoint(): Promise<CheckpointRecord | undefined> {
      return (await run(checkpoints().orderBy('seq', 'desc').limit(1).compile())).map(toCheckpoint)[0];
    },
    async checkpointsAfter(seq: number, limit: number): Promise<readonly CheckpointRecord[]> {
      const query = checkpoints().where('seq', '>', seq).orderBy('seq').limit(limit);
      return (await run(query.compile())).map(toCheckpoint);
    },
    async insertCheckpoint({ seq, mac, at, keyId, signature }: CheckpointRecord): Promise<void> {
      const row = { seq, mac, at, key_id: keyId, signature };
      await run(queries.insertInto('checkpoints').values(row).compile());
    },

    /** Old ones stay until {@link removeOldEvents}. */
    async insertEvent(accountId: string, event: VaultEvent): Promise<void> {
      const row = { account_id: accountId, event: JSON.stringify(event) };
      await run(queries.insertInto('events').values(row).compile());
    },
    async removeOldEvents(): Promise<void> {
      await run(queries.deleteFrom('events').where(isOldEvent).compile());
    },
    async eventsAfter(accountId: string, seq: number): Promise<readonly EventRecord[] | undefined> {
      const events = queries.selectFrom('events');
      const [oldest] = await run(events.select('seq').orderBy('seq').limit(1).compile());
      if (oldest !== undefined && seq < oldest.seq - 1) return undefined;
      const query = events
        .select(['seq', 'event'])
        .where('account_id', '=', accountId)
        .where('seq', '>', seq)
        .orderBy('seq');
      return (await run(query.compile())).map(toEvent);
    },
    async lastEventSeq(): Promise<number> {
      const query = queries.selectFrom('events').select('seq').orderBy('seq', 'desc').limit(1);
      return (await run(query.compile()))[0]?.seq ?? 0;
    },
  };
}

function matching({ action, secretName, agentId, actorId, decision }: AuditFilter) {
  const columns = { action, secret_name: secretName, agent_id: agentId, actor_id: actorId, decision };
  const conditions = Object.entries(columns).flatMap(([column, wanted]) =>
    wanted === undefined ? [] : [sql<boolean>`${sql.ref(column)} = ${wanted}`],
  );
  return conditions.length === 0 ? sql<boolean>`1 = 1` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}
