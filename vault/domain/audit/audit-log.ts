import type { AuditEvent, AuditPage, AuditVerdict } from '../../../contracts/vault-api/audit.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { AuditRecord } from '../../storage/records.ts';
import type { AuditFilter } from '../../storage/storage.ts';
import { auditedLook, recordDecision } from './audit.ts';
import { type ChainVerdict, prunedEntries, verifyAuditChain } from './audit-chain.ts';
import type { Caller } from '../callers/caller.ts';
import { type PageQuery, toPageRequest } from '../input/pages.ts';
import { Pace } from '../context/pace.ts';
import type { Vault } from '../context/vault.ts';

export interface AuditQuery extends PageQuery, Omit<AuditFilter, 'actions'> {
  /** Separated by commas. */
  readonly action?: string;
}

/**
 * Lists entries, newest first. The listing itself is recorded in the log. @throws ProblemError `InvalidInput`
 */
export async function listAudit(vault: Vault, caller: Caller, query: AuditQuery): Promise<AuditPage> {
  const { cursor, limit, ...rest } = query;
  const filter = filterOf(rest);
  const page = toPageRequest(limit === undefined ? {} : { limit });
  const before = readCursor(cursor);
  const { entries, next } = await auditedLook(vault, caller, 'audit.list', (view) =>
    view.listAudit(caller.account.id, { before, limit: page.limit }, filter),
  );
  const pruned = await prunedEntries(vault);
  const first = pruned?.through ?? 0;
  // Pruned entries are hidden even while they are being removed, because they are no longer verified.
  const events = entries.filter(({ seq }) => seq > first).map(toEvent);
  const hasNext = next !== undefined && next > first + 1;
  return { events, ...(hasNext && { nextCursor: String(next) }), ...(pruned && { pruned }) };
}

/** After verifying the log, an account must wait this many times as long as the run took. */
const restFactor = 3;

/**
 * Verifies the entire log. This takes about ten seconds for 100,000 entries, because requests take priority.
 * Concurrent callers share one run; afterwards, the account that started it must wait in proportion.
 */
export class AuditVerification {
  readonly #now: () => number;
  /** The time until which each account must wait. */
  readonly #resting = new Map<string, number>();
  #running: Promise<ChainVerdict> | undefined;

  /** `now` is in milliseconds and must be monotonic. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws ProblemError `TooManyRequests` */
  async verify(vault: Vault, caller: Caller): Promise<AuditVerdict> {
    this.#running ??= this.#walk(vault, caller.account.id);
    const { entries, checkpoints, fault, pruned } = await this.#running;
    await recordDecision(vault, caller, { action: 'audit.verify' }, undefined);
    const found = { ...(fault && { fault: { ...fault } }), ...(pruned && { pruned: { ...pruned } }) };
    return { intact: fault === undefined, entries, checkpoints, ...found };
  }

  #walk(vault: Vault, accountId: string): Promise<ChainVerdict> {
    const started = this.#now();
    this.#requireRested(accountId, started);
    return verifyAuditChain(vault, { pace: new Pace() }).finally(() => {
      const ended = this.#now();
      this.#resting.set(accountId, ended + (ended - started) * restFactor);
      this.#running = undefined;
    });
  }

  /** A wait of less than a second is ignored. */
  #requireRested(accountId: string, now: number): void {
    const seconds = Math.floor(((this.#resting.get(accountId) ?? 0) - now) / 1000);
    if (seconds < 1) return void this.#resting.delete(accountId);
    const sentence = `The audit log was just verified. Try again in ${String(seconds)} s, or run on its machine: agent-secrets vault audit verify`;
    throw new ProblemError('TooManyRequests', sentence, seconds);
  }
}

/** Times are compared as texts, so they need the format of the entries. */
function filterOf({ action, since, until, ...equal }: AuditQuery): AuditFilter {
  return {
    ...equal,
    ...(action !== undefined && { actions: action.split(',') }),
    ...(since !== undefined && { since: new Date(since).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  };
}

function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new ProblemError('InvalidInput', 'The cursor is not valid for this list.');
}

/** Unknown fields of an entry are omitted. */
export function toEvent(record: AuditRecord): AuditEvent {
  const { seq, at, actorId, actorRole, action, decision, granted, revoked, requestId } = record;
  const { code, secretName, agentId, version, targetId, userId, address, until } = record;
  return {
    seq,
    at,
    actorId,
    actorRole,
    action,
    decision,
    granted: [...granted],
    revoked: [...revoked],
    requestId,
    ...(until !== undefined && { until }),
    ...(code !== null && { code }),
    ...(secretName !== null && { secretName }),
    ...(agentId !== null && { agentId }),
    ...(version !== null && (action === 'token.uses-refused' ? { count: version } : { version })),
    ...(targetId !== null && { targetId }),
    ...(userId !== null && { userId }),
    ...(address !== null && { address }),
  };
}

/** An entry as the API returns it, with its account. */
export type ExportedEntry = AuditEvent & { readonly accountId: string };

export function toExported(record: AuditRecord): ExportedEntry {
  return { accountId: record.accountId, ...toEvent(record) };
}
