import type { VaultEvent } from '../../contracts/vault-api/events.ts';
import type { EventRecord } from '../storage/records.ts';
import { auditedReading } from './audit/audit.ts';
import type { Caller } from './callers/caller.ts';
import type { Vault } from './vault.ts';

/**
 * Where a stream starts: after the event the client saw last, or now. A client that saw what this
 * vault never told, because its database is an older one, starts before everything: what it missed
 * is not known. It is an entry, once for the whole stream, before anything is told.
 */
export async function startFollowing(
  vault: Vault,
  caller: Caller,
  lastEventId: string | undefined,
): Promise<number> {
  const position = await startPosition(vault, lastEventId);
  await auditedReading(vault, caller, 'events.follow', async () => undefined);
  return position;
}

async function startPosition(vault: Vault, lastEventId: string | undefined): Promise<number> {
  const now = await vault.storage.lastEventSeq();
  if (lastEventId === undefined) return now;
  if (!/^\d{1,15}$/.test(lastEventId) || Number(lastEventId) > now) return unknownPosition;
  return Number(lastEventId);
}

/**
 * What happened in an account after the event `position`, up to `head`, which was the last one a moment
 * ago. Where the log no longer reaches back so far, empty lists say that anything may have changed.
 * Whoever is told must be checked afterwards: {@link concerns}, and whether the key still counts.
 */
export async function eventsBetween(
  { storage }: Pick<Vault, 'storage'>,
  accountId: string,
  position: number,
  head: number,
): Promise<readonly EventRecord[]> {
  if (position === head) return [];
  const events = position === unknownPosition ? undefined : await storage.eventsAfter(accountId, position);
  if (events) return events.filter(({ seq }) => seq <= head);
  return [
    { seq: head, event: { type: 'agents-changed', agentIds: [] } },
    { seq: head, event: { type: 'catalog-changed', names: [] } },
  ];
}

/** When a person changes their own variables is nobody else's business. */
export function concerns(event: VaultEvent, { userId }: Pick<Caller, 'userId'>): boolean {
  return event.type !== 'environment-changed' || event.userId === userId;
}

const unknownPosition = -1;
