import type { VaultEvent } from '../../contracts/vault-api/events.ts';
import type { EventRecord } from '../storage/records.ts';
import { auditedReading } from './audit/audit.ts';
import { isStillActive } from './callers/still-active.ts';
import type { Caller } from './callers/caller.ts';
import type { Vault } from './vault.ts';

/** Where a reader of the event log stands. */
export interface FeedStep {
  readonly events: readonly EventRecord[];
  readonly position: number;
}

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
 * What happened in the caller's account since `position`; `undefined` once the token does not count
 * any more. Where the log no longer reaches back so far, empty lists say that anything may have changed.
 */
export async function nextEvents(
  vault: Vault,
  caller: Caller,
  position: number,
): Promise<FeedStep | undefined> {
  if (!(await isStillActive(vault, caller))) return undefined;
  const head = await vault.storage.lastEventSeq();
  const events =
    position === unknownPosition ? undefined : await vault.storage.eventsAfter(caller.account.id, position);
  if (events) {
    const told = events.filter(({ event }) => concerns(event, caller));
    return { events: told, position: Math.max(head, events.at(-1)?.seq ?? 0) };
  }
  return {
    events: [
      { seq: head, event: { type: 'agents-changed', agentIds: [] } },
      { seq: head, event: { type: 'catalog-changed', names: [] } },
    ],
    position: head,
  };
}

/** When a person changes their own variables is nobody else's business. */
function concerns(event: VaultEvent, { userId }: Caller): boolean {
  return event.type !== 'environment-changed' || event.userId === userId;
}

const unknownPosition = -1;
