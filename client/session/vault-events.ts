import type { ReceivedEvent, VaultClient } from '../../vault-client/index.ts';
import { pauseAfter } from '../pauses.ts';

export interface EventHandlers {
  /** The stream is open: whatever happened before it was may have been missed. */
  readonly connected: () => void;
  readonly received: (event: ReceivedEvent['event']) => void;
  /** The stream broke or could not be opened; it says nothing of the vault itself. */
  readonly broken: () => void;
}

/** Waits between attempts, in milliseconds; the last one repeats. */
const pauses = [250, 1000, 3000, 10_000, 30_000];

/** A stream that lives this long, in milliseconds, is a good one; a shorter one counts as a failure. */
const steady = 10_000;

/** Follows the vault's events until `signal` aborts, reconnecting where it left off. */
export async function followEvents(
  vault: Pick<VaultClient, 'events'>,
  handlers: EventHandlers,
  signal: AbortSignal,
): Promise<void> {
  let lastEventId: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    const opened = performance.now();
    try {
      for await (const { id, event } of vault.events({ ...(lastEventId && { lastEventId }), signal })) {
        lastEventId = id ?? lastEventId;
        if (event.type === 'connected') handlers.connected();
        else handlers.received(event);
      }
    } catch {
      if (!signal.aborted) handlers.broken();
    }
    // One that ends right after its greeting would otherwise be opened again four times a second.
    if (performance.now() - opened > steady) failures = 0;
    await pause(pauseAfter(failures++, pauses), signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
