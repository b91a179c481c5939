import { sql } from 'kysely';
import type { VaultEvent } from '../../../../contracts/vault-api/events.ts';
import type { AuditHead, AuditRecord, CheckpointRecord, EventRecord } from '../../records.ts';
import type { AuditFilter, AuditPage } from '../../operations.ts';
import { unpackEntries } from '../audit-groups.ts';
import { type Database, repeated } from '../database.ts';
import { toAudit, toCheckpoint } from '../rows-of-audit.ts';
import { toEvent } from '../rows.ts';
import type { AuditGroupRow } from '../tables.ts';

/** Events kept for clients that reconnect; clients that missed older ones must reload everything. */
const keptEvents = 1000;
const isOldEvent = sql<boolean>`seq <= (select max(seq) from events) - ${sql.lit(keptEvents)}`;
/**
 * Limits how long one page of a filtered log can take; an index for every filter would slow down every read
 * that is logged.
 */
const entriesLookedAt = 5_000;

/** How far times in the log can be out of order, because the clocks of processes differ. */
const disorderMs = 3_600_000;

/** Maximum number of groups fetched per query, however small they are. */
const mostGroups = 500;
/** Number and MAC of the last entry; no row if there is none. */
export const endOfLog = `select seq, mac from
  (select * from (select last as seq, mac from audit_groups order by last desc limit 1) as one
  union all select * from (select seq, mac from audit order by seq desc limit 1) as old) as ends
  order by seq desc limit 1`;

/** The audit log, its checkpoints, and events. */
export function logOperations(database: Database) {
  const { queries, run, contains } = database;
  const insert = repeated(database, (row: { account_id: string; event: string }) =>
    queries.insertInto('events').values(row).compile(),
  );
  const old = queries.deleteFrom('events').where(isOldEvent).compile();
  const audit = () => queries.selectFrom('audit').selectAll();
  const groups = () => queries.selectFrom('audit_groups').selectAll();
  const checkpoints = () => queries.selectFrom('checkpoints').selectAll();
  const auditHead = async (): Promise<AuditHead> => {
    const [head] = await run(sql.raw<AuditHead>(endOfLog).compile(queries));
    return head ?? { seq: 0, mac: Buffer.alloc(32) };
  };
  /** Pages of one group are usually read in sequence. */
  let unpacked: { readonly row: AuditGroupRow; readonly entries: readonly AuditRecord[] } | undefined;
  const unpack = (row: AuditGroupRow): readonly AuditRecord[] => {
    if (unpacked?.row.entries !== row.entries || unpacked.row.last !== row.last) {
      unpacked = { row, entries: unpackEntries(row) };
    }
    return unpacked.entries;
  };
  const oldEntries = (start: number, accountId: string, filter: AuditFilter, limit: number) => {
    const query = audit()
      .where('seq', '<', start)
      .where('seq', '>=', start - entriesLookedAt)
      .where('account_id', '=', accountId)
      .where(matching(filter))
      .orderBy('seq', 'desc')
      .limit(limit);
    return run(query.compile());
  };
  /**
   * Goes backward from the group that contains the entry before `start`; returns only groups that contain all
   * of the strings.
   */
  const groupsBefore = (start: number, end: number, texts: readonly string[], limit: number) => {
    const newest = sql<number>`coalesce((select min(last) from audit_groups where last >= ${start - 1}), 0)`;
    const query = texts
      .reduce((all, text) => all.where(contains('entries', JSON.stringify(text))), groups())
      .where('last', '>=', start - entriesLookedAt)
      .where((eb) => eb.or([eb('last', '<', start), eb('last', '=', newest)]))
      .where('last', '<', end)
      .orderBy('last', 'desc')
      .limit(limit);
    return run(query.compile());
  };

  const auditAfter = async (seq: number, limit: number): Promise<readonly AuditRecord[]> => {
    const first = audit().where('seq', '>', seq).orderBy('seq').limit(limit);
    const entries = (await run(first.compile())).map(toAudit);
    let reached = seq;
    let each = limit;
    while (entries.length < limit) {
      const wanted = Math.ceil((limit - entries.length) / each);
      const query = groups().where('last', '>', reached).orderBy('last').limit(wanted);
      const found = await run(query.compile());
      let size = 0;
      for (const row of found) {
        // Unpacking a group costs far more than fetching it, and groups differ in size.
        if (entries.length >= limit) break;
        const group = unpack(row);
        size += group.length;
        entries.push(...group.filter((entry) => entry.seq > seq));
      }
      reached = found.at(-1)?.last ?? reached;
      if (found.length < wanted) break;
      each = Math.max(1, Math.floor(size / found.length));
    }
    return entries.slice(0, limit);
  };
  /** Whether all entries before this one are older than the time. */
  const isOlder = async (seq: number, time: string): Promise<boolean> => {
    const [entry] = await auditAfter(seq - 1, 1);
    return entry !== undefined && Date.parse(entry.at) < Date.parse(time) - disorderMs;
  };

  return {
    auditHead,
    auditAfter,
    async listAudit(
      accountId: string,
      { before, limit }: { before: number | undefined; limit: number },
      filter: AuditFilter = {},
    ): Promise<AuditPage> {
      const start = before ?? (await auditHead()).seq + 1;
      const end = start - entriesLookedAt;
      const { actions, since = '', until, ...equal } = filter;
      const wanted = Object.entries({ ...equal, accountId }).filter(([, value]) => value !== undefined);
      // With several actions, a group may contain any of them.
      const texts = [
        ...wanted.map(([, value]) => value),
        ...(actions?.length === 1 && prefixOf(actions[0]) === undefined ? actions : []),
      ];
      const isWanted = (entry: AuditRecord) =>
        entry.seq < start &&
        entry.seq >= end &&
        entry.at >= since &&
        (until === undefined || entry.at < until) &&
        (actions === undefined || actions.some((action) => isAction(entry, action))) &&
        wanted.every(([name, value]) => Reflect.get(entry, name) === value);
      const entries: AuditRecord[] = [];
      let reached = Number.MAX_SAFE_INTEGER;
      for (let size = 1; entries.length < limit; size = Math.min(size * 2, mostGroups)) {
        const found = await groupsBefore(start, reached, texts, size);
        for (const row of found) entries.push(...unpackEntries(row).filter(isWanted).toReversed());
        reached = found.at(-1)?.last ?? 0;
        if (found.length < size) break;
      }
      if (entries.length < limit) {
        const rows = await oldEntries(start, accountId, filter, limit - entries.length);
        entries.push(...rows.map(toAudit));
      }
      const page = entries.slice(0, limit);
      const last = page.length === limit ? (page.at(-1)?.seq ?? 0) : end;
      const hasNext = last > 1 && !(since !== '' && (await isOlder(last, since)));
      return { entries: page, next: hasNext ? last : undefined };
    },
    async pruneAudit(throughSeq: number): Promise<number | undefined> {
      // The last entry is kept, because the next one follows it.
      const last = Math.min(throughSeq, (await auditHead()).seq - 1);
      const [removed] = await run(
        sql<{ seq: number | null }>`select coalesce(
          (select max(last) from audit_groups where last <= ${last}),
          (select max(seq) from audit where seq <= ${last})) as seq`.compile(queries),
      );
      await run(queries.deleteFrom('audit').where('seq', '<=', last).compile());
      await run(queries.deleteFrom('audit_groups').where('last', '<=', last).compile());
      const isOld = sql<boolean>`seq <= ${throughSeq} and seq < (select max(seq) from checkpoints)`;
      await run(queries.deleteFrom('checkpoints').where(isOld).compile());
      return removed?.seq ?? undefined;
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

    /** Old events are kept until {@link removeOldEvents}. */
    async insertEvent(accountId: string, event: VaultEvent): Promise<void> {
      await insert({ account_id: accountId, event: JSON.stringify(event) });
    },
    async removeOldEvents(): Promise<void> {
      await run(old);
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

function matching({ actions, since, until, ...equal }: AuditFilter) {
  const { secretName, agentId, actorId, userId, decision } = equal;
  const columns = {
    secret_name: secretName,
    agent_id: agentId,
    actor_id: actorId,
    user_id: userId,
    decision,
  };
  const conditions = Object.entries(columns).flatMap(([column, wanted]) =>
    wanted === undefined ? [] : [sql<boolean>`${sql.ref(column)} = ${wanted}`],
  );
  if (actions) conditions.push(sql<boolean>`(${sql.join(actions.map(ofAction), sql` or `)})`);
  if (since !== undefined) conditions.push(sql<boolean>`at >= ${since}`);
  if (until !== undefined) conditions.push(sql<boolean>`at < ${until}`);
  return conditions.length === 0 ? sql<boolean>`1 = 1` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** The common prefix of the requested actions, such as `token.`; undefined for a single action. */
function prefixOf(action = ''): string | undefined {
  return action.endsWith('.*') ? action.slice(0, -1) : undefined;
}

function isAction(entry: AuditRecord, action: string): boolean {
  const prefix = prefixOf(action);
  return prefix === undefined ? entry.action === action : entry.action.startsWith(prefix);
}

function ofAction(action: string) {
  const prefix = prefixOf(action);
  return prefix === undefined
    ? sql<boolean>`action = ${action}`
    : sql<boolean>`substr(action, 1, ${sql.lit(prefix.length)}) = ${prefix}`;
}
