import { type Logger, pino } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';

export interface VaultLog {
  readonly logger: Logger;
  /** Lines that were not consumed in time. */
  readonly dropped: () => number;
  /** Resolves when all lines are consumed, or after a short wait. */
  readonly flush: () => Promise<void>;
}

const longestFlushMs = 1_000;

/**
 * Lines contain only the fields listed in our own code; requests, responses and errors of the framework are
 * reduced to those.
 */
export function createLog(stream: LogStream): VaultLog {
  const destination = new LogDestination(stream, (dropped) => logger.warn({ dropped }, 'lines dropped'));
  const logger = createLogger(destination);
  return {
    logger,
    dropped: () => destination.dropped,
    flush: () => destination.flush(longestFlushMs),
  };
}

/** For callers that consume lines themselves, without delay. */
export function createLogOn(taker: { write(line: string): void }): VaultLog {
  return { logger: createLogger(taker), dropped: () => 0, flush: async () => undefined };
}

function createLogger(taker: { write(line: string): void }): Logger {
  const serializers = { req: () => undefined, res: () => undefined, err: nameOfError };
  return pino({ name: 'vault', base: null, serializers }, taker);
}

function nameOfError(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** The target of the lines, such as standard error. */
export interface LogStream {
  /** Bytes written and not yet consumed. */
  readonly writableLength: number;
  write(line: string): boolean;
  on(event: 'drain' | 'error', listener: () => void): unknown;
}

/** About 5,000 lines. */
const mostWaiting = 1024 * 1024;
const lookEveryMs = 10;

/**
 * Passes lines to a stream without ever waiting for its reader: an unread pipe must not stop the vault. Lines
 * beyond a limit are dropped and counted.
 */
export class LogDestination {
  readonly #stream: LogStream;
  #dropped = 0;
  #unreported = 0;

  /** `onReturn` receives the number of dropped lines once the reader consumes lines again. */
  constructor(stream: LogStream, onReturn: (dropped: number) => void) {
    this.#stream = stream;
    stream.on('drain', () => {
      const dropped = this.#unreported;
      this.#unreported = 0;
      if (dropped > 0) onReturn(dropped);
    });
    // The reader is gone or the disk is full: the vault keeps running without its log.
    stream.on('error', () => this.#drop());
    neverWait(stream);
  }

  /** Lines dropped since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  write(line: string): void {
    if (this.#stream.writableLength + line.length > mostWaiting) this.#drop();
    else this.#stream.write(line);
  }

  /** Resolves when every line is consumed, or after `longestMs` at the latest. */
  async flush(longestMs: number): Promise<void> {
    const end = performance.now() + longestMs;
    while (this.#stream.writableLength > 0 && performance.now() < end) await sleep(lookEveryMs);
  }

  #drop(): void {
    this.#dropped += 1;
    this.#unreported += 1;
  }
}

/**
 * Node blocks when it writes to a terminal, and would block forever on one paused with Ctrl+S. The handle
 * used to change this is undocumented, so nothing depends on it.
 */
function neverWait(stream: object): void {
  if (!('_handle' in stream)) return;
  const { _handle: handle } = stream;
  if (typeof handle !== 'object' || handle === null || !('setBlocking' in handle)) return;
  if (typeof handle.setBlocking === 'function') Reflect.apply(handle.setBlocking, handle, [false]);
}
