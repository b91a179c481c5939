import { Transform } from 'node:stream';
import { Patterns } from './patterns.ts';
import { writtenForms } from './written-forms.ts';

export const maskText = '[masked]';

const mask = Buffer.from(maskText);
const noBytes = Buffer.alloc(0);

/** Shorter prefixes of a value would match by chance. */
const tellingBytes = 4;

/** The values to mask in any number of streams. Values can be added later. */
export class MaskedValues {
  readonly patterns = new Patterns();

  constructor(values: Iterable<string> = []) {
    for (const value of values) this.add(value);
  }

  add(value: string): void {
    for (const form of writtenForms(value)) this.patterns.add(form);
  }

  /** Masks the values in a complete text. */
  mask(text: string): string {
    const masker = new Masker(this);
    return Buffer.concat([masker.write(Buffer.from(text)), masker.end()]).toString();
  }
}

/**
 * Masks values in a stream of bytes, regardless of chunk boundaries. Holds back the longest suffix that may
 * be the start of a value, and passes on everything else immediately and unchanged. Replaces values that
 * overlap or touch with one mask.
 */
export class Masker {
  readonly #values: MaskedValues;
  /** The data from the first position at which an incomplete value may start. */
  #data = noBytes;
  /** Marks each byte of the data that belongs to a value. */
  #marks = noBytes;
  /** The positions at which an incomplete value may start, in ascending order. */
  #open: number[] = [];
  /**
   * The number of bytes that were already written, unchanged or masked, and are only kept to recognize a
   * value.
   */
  #written = 0;
  /** Whether the last output was a mask. */
  #endsMasked = false;

  constructor(values: MaskedValues) {
    this.#values = values;
  }

  get isHolding(): boolean {
    return this.#written < this.#data.length;
  }

  write(chunk: Uint8Array): Buffer {
    const { patterns } = this.#values;
    const known = this.#data.length;
    const open = this.#open;
    this.#data = Buffer.concat([this.#data, chunk]);
    this.#marks = Buffer.concat([this.#marks, Buffer.alloc(chunk.length)]);
    this.#open = [];
    for (const at of open) this.#look(at);
    for (let at = patterns.next(this.#data, known); at < this.#data.length;) {
      this.#look(at);
      at = patterns.next(this.#data, at + 1);
    }
    return this.#release(this.#open[0] ?? this.#data.length);
  }

  /**
   * Returns the held-back bytes after a pause, because they may be a prompt. They can still turn out to be a
   * value when more data arrives. If more than half of a value is present, it is masked anyway.
   */
  stall(): Buffer {
    for (const at of this.#open) {
      const rest = this.#data.length - at;
      const { awaited } = this.#values.patterns.at(this.#data, at);
      if (rest >= tellingBytes && rest * 2 > awaited) this.#marks.fill(1, at);
    }
    return this.#release(this.#data.length);
  }

  /** Returns the held-back bytes at the end of the stream. */
  end(): Buffer {
    const rest = this.stall();
    this.#data = this.#marks = noBytes;
    this.#open = [];
    this.#written = 0;
    return rest;
  }

  #look(at: number): void {
    const { length, awaited } = this.#values.patterns.at(this.#data, at);
    this.#marks.fill(1, at, at + length);
    if (awaited > 0) this.#open.push(at);
  }

  #release(until: number): Buffer {
    const parts: Buffer[] = [];
    let at = this.#written;
    // Marked bytes are masked no matter what follows.
    while (at < until || this.#marks[at] === 1) {
      const isMasked = this.#marks[at] === 1;
      const change = this.#marks.indexOf(isMasked ? 0 : 1, at);
      const end = change < 0 ? this.#data.length : change;
      const to = isMasked ? end : Math.min(end, until);
      if (!isMasked) parts.push(this.#data.subarray(at, to));
      else if (!this.#endsMasked) parts.push(mask);
      this.#endsMasked = isMasked;
      at = to;
    }
    this.#keepFrom(this.#open[0] ?? this.#data.length, at);
    return Buffer.concat(parts);
  }

  #keepFrom(start: number, written: number): void {
    this.#data = this.#data.subarray(start);
    this.#marks = this.#marks.subarray(start);
    this.#open = this.#open.map((at) => at - start);
    this.#written = written - start;
  }
}

/** After this long without output, the program is assumed to be waiting for input at a prompt. */
const quietMs = 100;

/** Passes bytes on with values masked. */
export function maskStream(values: MaskedValues): Transform {
  const masker = new Masker(values);
  let quiet: NodeJS.Timeout | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      clearTimeout(quiet);
      const ready = masker.write(chunk);
      if (masker.isHolding) quiet = setTimeout(() => this.push(masker.stall()), quietMs);
      done(null, ready);
    },
    flush(done) {
      clearTimeout(quiet);
      done(null, masker.end());
    },
    destroy(error, done) {
      clearTimeout(quiet);
      done(error);
    },
  });
}
