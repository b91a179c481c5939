import type { VaultEvent } from '../../../contracts/vault-api/events.ts';
import type { EventRecord } from '../../storage/records.ts';
import { recordDecision } from './audit.ts';
import type { Caller } from '../callers/caller.ts';
import type { Vault } from '../context/vault.ts';

/**
 * Determines where a stream starts: after the last event that the client saw, or now. If the client saw an
 * event that this vault never sent, the database is an older copy, and the stream starts at the beginning
 * because it is unknown what the client missed. Starting adds one entry for the entire stream, before
 * anything is sent.
 */
export async function startFollowing(
  vault: Vault,
  caller: Caller,
  lastEventId: string | undefined,
): Promise<number> {
  const position = await startPosition(vault, lastEventId);
  await recordDecision(vault, caller, { action: 'events.follow' }, undefined);
  return position;
}

async function startPosition(vault: Vault, lastEventId: string | undefined): Promise<number> {
  const now = await vault.storage.lastEventSeq();
  if (lastEventId === undefined) return now;
  if (!/^\d{1,15}$/.test(lastEventId) || Number(lastEventId) > now) return unknownPosition;
  return Number(lastEventId);
}

/**
 * The account's events after the event `position`, up to `head`, which was the last one a moment ago. If the
 * log no longer reaches back that far, empty lists indicate that anything may have changed. For each
 * recipient, the caller must then check {@link concerns} and whether the key is still valid.
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

/** Changes to a person's own variables concern only that person. */
export function concerns(event: VaultEvent, { userId }: Pick<Caller, 'userId'>): boolean {
  return event.type !== 'environment-changed' || event.userId === userId;
}

const unknownPosition = -1;
