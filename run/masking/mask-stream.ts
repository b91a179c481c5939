import { Transform } from 'node:stream';
import { type MaskedValues, Masker } from './masker.ts';

/** After this long without output, the program is assumed to wait for input at a prompt. */
const quietMs = 100;

/** Passes bytes on with the values masked. */
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
