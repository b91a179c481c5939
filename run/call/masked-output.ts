import { Console } from 'node:console';
import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { Masker, type MaskedValues } from '../masking/masker.ts';

/** The output streams of a called function. */
export interface MaskedOutput {
  /** Writes the result, which is the only line on standard output. */
  result(line: string): void;
  note(line: string): void;
  /** Flushes any output that is being held back. */
  end(): void;
}

/**
 * From now on, everything that this process prints goes to standard error with values masked. Writes are
 * synchronous, because a process may exit at any time.
 */
export function maskOutput(values: MaskedValues): MaskedOutput {
  const masker = new Masker(values);
  const write = (chunk: Uint8Array): void => writeAll(2, masker.write(chunk));
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      write(chunk);
      done();
    },
  });
  // Every way to write to a stream, including `end`, goes through `_write`.
  const masked = {
    _write(chunk: string | Uint8Array, encoding: BufferEncoding, done: () => void) {
      write(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
      done();
    },
    _writev: undefined,
    _final: (done: () => void) => done(),
  };
  globalThis.console = new Console({ stdout: sink, stderr: sink });
  for (const stream of [process.stdout, process.stderr]) Object.assign(stream, masked);
  return {
    result: (line) => writeAll(1, Buffer.from(`${values.mask(line)}\n`)),
    note: (line) => write(Buffer.from(`${line}\n`)),
    end: () => writeAll(2, masker.end()),
  };
}

/** Retries while a pipe is full. If the reader is gone, drops the output. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return;
    }
  }
}
