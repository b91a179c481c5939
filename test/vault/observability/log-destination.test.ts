import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { LogDestination } from '../../../vault/observability/logger.ts';

/** A stream whose reader takes a line only on request. */
class Pipe extends Writable {
  readonly taken: string[] = [];
  #take: (() => void) | undefined;

  constructor() {
    super({ decodeStrings: false });
  }

  override _write(line: string, _encoding: string, done: () => void): void {
    this.#take = () => {
      this.taken.push(line);
      done();
    };
  }

  async readAll(): Promise<void> {
    while (this.writableLength > 0) {
      this.#take?.();
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  }
}

const line = `${'x'.repeat(1023)}\n`;

describe('the log of a vault without a reader', () => {
  it('keeps a bounded number of lines, and counts those it drops', () => {
    const pipe = new Pipe();
    const log = new LogDestination(pipe, () => undefined);
    for (let count = 0; count < 3000; count += 1) log.write(line);
    expect(pipe.writableLength).toBe(1024 * 1024);
    expect(log.dropped).toBe(3000 - 1024);
  });

  it('says how many lines are missing once it is read again, and continues', async () => {
    const pipe = new Pipe();
    const log = new LogDestination(pipe, (dropped) => log.write(`dropped ${String(dropped)}\n`));
    for (let count = 0; count < 1030; count += 1) log.write(line);
    await pipe.readAll();
    log.write('later\n');
    await pipe.readAll();
    expect(pipe.taken.length).toBe(1024 + 2);
    expect(pipe.taken.slice(-2)).toEqual(['dropped 6\n', 'later\n']);
    expect(log.dropped).toBe(6);
  });

  it('ends the wait for its reader', async () => {
    const pipe = new Pipe();
    const log = new LogDestination(pipe, () => undefined);
    log.write(line);
    await log.flush(0);
    expect(pipe.writableLength).toBe(line.length);
  });

  it('is complete when its reader is slow', async () => {
    const pipe = new Pipe();
    const log = new LogDestination(pipe, () => undefined);
    log.write(line);
    log.write('last\n');
    const flushed = log.flush(60_000);
    await pipe.readAll();
    await flushed;
    expect(pipe.taken).toEqual([line, 'last\n']);
  });

  it('is given up when its reader is gone, without an error', () => {
    class Broken extends EventEmitter {
      readonly writableLength = 0;
      write(): boolean {
        return this.emit('error', new Error('EPIPE'));
      }
    }
    const log = new LogDestination(new Broken(), () => undefined);
    log.write('one\n');
    log.write('two\n');
    expect(log.dropped).toBe(2);
  });
});
