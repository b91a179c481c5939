import type { ReceivedEvent, VaultClient } from '../../vault-client/index.ts';
import { hangsAfter, pause, pauseAfter } from '../common/pauses.ts';

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

/** An attempt that opened, and its end. */
interface OpenStream {
  readonly attempt: AbortController;
  readonly ended: Promise<unknown>;
}

/** Receives the vault's events until `signal` aborts. Reopens a broken stream where it ended. */
export class EventStream {
  readonly #vault: Pick<VaultClient, 'events'>;
  readonly #handlers: EventHandlers;
  readonly #signal: AbortSignal;
  #lastEventId: string | undefined;
  /** The attempts that have not opened yet. The first one that opens is used. */
  readonly #opening = new Set<AbortController>();
  #open: OpenStream | undefined;

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
    this.#open?.attempt.abort();
    this.#open = undefined;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  async follow(): Promise<void> {
    let failures = 0;
    while (!this.#signal.aborted) {
      const begun = performance.now();
      const ended = this.#attempt();
      // A connection can hang without ever failing, for example after the machine was asleep.
      const isOver = await Promise.race([ended.then(() => true), pause(hangsAfter, this.#signal)]);
      const wasOpen = this.#open !== undefined;
      await this.#open?.ended;
      // Resetting earlier would reopen a stream that ends right after its greeting four times a second.
      if (wasOpen && performance.now() - begun > steady) failures = 0;
      if (isOver || wasOpen) await pause(pauseAfter(failures++), this.#signal);
    }
  }

  /** Opens a stream and follows it until it ends. */
  #attempt(): Promise<void> {
    const attempt = new AbortController();
    const end = Promise.withResolvers<undefined>();
    this.#opening.add(attempt);
    const follow = async (): Promise<void> => {
      const signal = AbortSignal.any([this.#signal, attempt.signal]);
      const after = this.#lastEventId === undefined ? {} : { lastEventId: this.#lastEventId };
      try {
        for await (const { id, event } of this.#vault.events({ ...after, signal })) {
          this.#lastEventId = id ?? this.#lastEventId;
          if (event.type === 'connected') this.#opened({ attempt, ended: end.promise });
          else this.#handlers.received(event);
        }
      } catch {
        if (!signal.aborted) this.#handlers.broken();
      } finally {
        this.#opening.delete(attempt);
        if (this.#open?.attempt === attempt) this.#open = undefined;
        end.resolve(undefined);
      }
    };
    return follow();
  }

  #opened(stream: OpenStream): void {
    this.#opening.delete(stream.attempt);
    for (const other of this.#opening) other.abort();
    this.#open = stream;
    this.#handlers.connected();
  }
}
