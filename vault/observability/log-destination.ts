import { setTimeout as sleep } from 'node:timers/promises';

/** What lines are written to, such as standard error. */
export interface LogStream {
  /** What was written and not yet taken. */
  readonly writableLength: number;
  write(line: string): boolean;
  on(event: 'drain' | 'error', listener: () => void): unknown;
}

/** About 5,000 lines. */
const mostWaiting = 1024 * 1024;
const lookEveryMs = 10;

/**
 * Passes lines on to a stream without ever waiting for its reader: a pipe that no one reads must not
 * stop the vault. Lines beyond a bound are dropped and counted.
 */
export class LogDestination {
  readonly #stream: LogStream;
  #dropped = 0;
  #unreported = 0;

  /** `onReturn` learns how many lines were dropped once the reader takes lines again. */
  constructor(stream: LogStream, onReturn: (dropped: number) => void) {
    this.#stream = stream;
    stream.on('drain', () => {
      const dropped = this.#unreported;
      this.#unreported = 0;
      if (dropped > 0) onReturn(dropped);
    });
    // The reader is gone, or the disk is full: the vault goes on without its log.
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

  /** Resolves when every line is taken, or at the latest after `longestMs`. */
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
 * Node waits when it writes to a terminal, and so for ever when that was stopped with Ctrl+S. Its
 * documentation does not name the handle that can change this, so nothing depends on it.
 */
function neverWait(stream: object): void {
  if (!('_handle' in stream)) return;
  const { _handle: handle } = stream;
  if (typeof handle !== 'object' || handle === null || !('setBlocking' in handle)) return;
  if (typeof handle.setBlocking === 'function') Reflect.apply(handle.setBlocking, handle, [false]);
}
