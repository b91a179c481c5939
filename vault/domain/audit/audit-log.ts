import type { AuditEvent, AuditPage, AuditVerdict } from '../../../contracts/vault-api/audit.ts';
import { ProblemError } from '../../errors.ts';
import type { AuditRecord } from '../../storage/records.ts';
import type { AuditFilter } from '../../storage/storage.ts';
import { auditedLook, auditedReading } from './audit.ts';
import { type ChainVerdict, verifyAuditChain } from './audit-chain.ts';
import type { Caller } from '../callers/caller.ts';
import { type PageQuery, toPageRequest } from '../pages.ts';
import type { Vault } from '../vault.ts';

export type AuditQuery = PageQuery & AuditFilter;

/** Newest first. Reading the log is an entry too. @throws ProblemError `InvalidInput` */
export async function listAudit(vault: Vault, caller: Caller, query: AuditQuery): Promise<AuditPage> {
  const { cursor, limit, ...filter } = query;
  const page = toPageRequest(limit === undefined ? {} : { limit });
  const before = readCursor(cursor);
  const { entries, next } = await auditedLook(vault, caller, 'audit.list', (view) =>
    view.listAudit(caller.account.id, { before, limit: page.limit }, filter),
  );
  const events = entries.map(toEvent);
  return next === undefined ? { events } : { events, nextCursor: String(next) };
}

/** Verifies the whole log, which takes about a second for 100,000 entries; one walk serves all who ask. */
export class AuditVerification {
  #running: Promise<ChainVerdict> | undefined;

  async verify(vault: Vault, caller: Caller): Promise<AuditVerdict> {
    this.#running ??= verifyAuditChain(vault).finally(() => {
      this.#running = undefined;
    });
    const { entries, checkpoints, fault } = await this.#running;
    await auditedReading(vault, caller, 'audit.verify', async () => undefined);
    return { intact: fault === undefined, entries, checkpoints, ...(fault && { fault: { ...fault } }) };
  }
}

function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new ProblemError('InvalidInput', 'The cursor is not one of this list.');
}

/** What is not known of an entry is left out. */
export function toEvent(record: AuditRecord): AuditEvent {
  const { seq, at, actorId, actorRole, action, decision, granted, revoked, requestId } = record;
  const { code, secretName, agentId, version, targetId, userId, address } = record;
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
    ...(code !== null && { code }),
    ...(secretName !== null && { secretName }),
    ...(agentId !== null && { agentId }),
    ...(version !== null && { version }),
    ...(targetId !== null && { targetId }),
    ...(userId !== null && { userId }),
    ...(address !== null && { address }),
  };
}
