import type { ReceivedEvent, VaultClient } from '../../vault-client/index.ts';
import { pauseAfter } from '../common/pauses.ts';

interface EventHandlers {
  /** The stream is open. Events may have been missed before. */
  readonly connected: () => void;
  readonly received: (event: ReceivedEvent['event']) => void;
  /** The stream broke or could not be opened. This does not mean that the vault is unreachable. */
  readonly broken: () => void;
}

/**
 * A stream that lasts at least this long, in milliseconds, counts as a success; a shorter one counts as a
 * failure.
 */
const steady = 10_000;

/** Receives the vault's events until `signal` aborts. Reopens a broken stream where it ended. */
export class EventStream {
  readonly #vault: Pick<VaultClient, 'events'>;
  readonly #handlers: EventHandlers;
  readonly #signal: AbortSignal;
  #lastEventId: string | undefined;
  #open: AbortController | undefined;

  constructor(vault: Pick<VaultClient, 'events'>, handlers: EventHandlers, signal: AbortSignal) {
    this.#vault = vault;
    this.#handlers = handlers;
    this.#signal = signal;
  }

  /**
   * Closes an open stream, so that the next one reports `connected` as soon as the vault responds. If a
   * stream is already being opened, nothing needs to be done.
   */
  reopen(): void {
    this.#open?.abort();
    this.#open = undefined;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  async follow(): Promise<void> {
    let failures = 0;
    while (!this.#signal.aborted) {
      const begun = performance.now();
      await this.#followOne(new AbortController());
      // Resetting earlier would reopen a stream that ends right after its greeting four times a second.
      if (performance.now() - begun > steady) failures = 0;
      await pause(pauseAfter(failures++), this.#signal);
    }
  }

  async #followOne(stream: AbortController): Promise<void> {
    const signal = AbortSignal.any([this.#signal, stream.signal]);
    const after = this.#lastEventId === undefined ? {} : { lastEventId: this.#lastEventId };
    try {
      for await (const { id, event } of this.#vault.events({ ...after, signal })) {
        this.#lastEventId = id ?? this.#lastEventId;
        if (event.type === 'connected') {
          this.#open = stream;
          this.#handlers.connected();
        } else this.#handlers.received(event);
      }
    } catch {
      if (!signal.aborted) this.#handlers.broken();
    } finally {
      if (this.#open === stream) this.#open = undefined;
    }
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
