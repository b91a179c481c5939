import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MaskedValues, Masker } from '../../../run/masking/masker.ts';

const value = 'not-a-real-key';

/** What a reader of the stream has seen after each chunk. */
function seenAfterEach(values: readonly string[], chunks: readonly (string | Uint8Array)[]): string[] {
  const masker = new Masker(new MaskedValues(values));
  return chunks.map((chunk) => masker.write(Buffer.from(chunk)).toString('latin1'));
}

function masked(values: readonly string[], chunks: readonly (string | Uint8Array)[]): Buffer {
  const masker = new Masker(new MaskedValues(values));
  const written = chunks.map((chunk) => masker.write(Buffer.from(chunk)));
  return Buffer.concat([...written, masker.end()]);
}

const maskedText = (values: readonly string[], ...chunks: readonly string[]): string =>
  masked(values, chunks).toString();

describe('a masked stream', () => {
  it('has a mask in place of the value, and leaves the rest unchanged', () => {
    expect(maskedText([value], `key=${value}; other=1\n`)).toBe('key=[masked]; other=1\n');
  });

  it('has no value that was written in pieces', () => {
    expect(maskedText([value], 'key=not-a', '-real', '-key', '!')).toBe('key=[masked]!');
    expect(maskedText([value], ...Array.from(`key=${value}!`))).toBe('key=[masked]!');
  });

  it('holds back only what may begin a value', () => {
    expect(seenAfterEach([value], ['key: not-', 'yet', 'not-a-real-key', '\n'])).toEqual([
      'key: ',
      'not-yet',
      '[masked]',
      '\n',
    ]);
  });

  it('flushes what was held back at the end', () => {
    expect(maskedText([value], 'key: not-')).toBe('key: not-');
  });

  it('shows a prompt after a while, and still recognizes the value when its rest arrives', () => {
    const masker = new Masker(new MaskedValues([value]));
    expect(masker.write(Buffer.from('Say not')).toString()).toBe('Say ');
    expect(masker.isHolding).toBe(true);
    expect(masker.stall().toString()).toBe('not');
    expect(masker.isHolding).toBe(false);
    expect(masker.write(Buffer.from('-a-real-key.')).toString()).toBe('[masked].');
  });

  it('never shows more than half of a value, however slowly it arrives', () => {
    const masker = new Masker(new MaskedValues([value]));
    const seen = Array.from(value).flatMap((one) => [masker.write(Buffer.from(one)), masker.stall()]);
    expect(Buffer.concat(seen).toString()).toBe('not-a-r[masked]');
    expect(maskedText([value], 'cut: not-a-real-k')).toBe('cut: [masked]');
  });

  it('has one mask for values that overlap or touch', () => {
    expect(maskedText(['left-1234', '1234-right'], 'left-1234-right')).toBe('[masked]');
    expect(maskedText(['left-1234', '1234-right'], 'left-12', '34-ri', 'ght')).toBe('[masked]');
    expect(maskedText([value], `${value}${value}.`)).toBe('[masked].');
    expect(maskedText(['zabcdzz!', 'abcd'], 'zabcd', 'zz!')).toBe('[masked]');
    expect(maskedText(['zabcdzz!', 'abcd'], 'zabcd', '-')).toBe('z[masked]-');
  });

  it('masks a value that is a prefix of another', () => {
    expect(seenAfterEach(['abcd', 'abcdefgh'], ['abcd', 'ef', 'gh', '.'])).toEqual(['[masked]', '', '', '.']);
    expect(maskedText(['abcd', 'abcdefgh'], 'abcd', 'ef', '-')).toBe('[masked]ef-');
  });

  it('leaves values of fewer than four characters alone, which would match everywhere', () => {
    expect(maskedText(['on', 'eu1', ''], 'on eu1 once')).toBe('on eu1 once');
    expect(maskedText(['true'], 'true')).toBe('[masked]');
  });

  it('masks each line of a value, too', () => {
    const key = '-----BEGIN KEY-----\nnot-a-real-line-1\r\n  not-a-real-line-2\nx\n-----END KEY-----\n';
    expect(maskedText([key], `> not-a-real-line-1\n> not-a-real-line-2\n> x\n`)).toBe(
      '> [masked]\n> [masked]\n> x\n',
    );
    expect(maskedText([key], key)).toBe('[masked]');
    expect(maskedText(['one-line\n'], 'one-line')).toBe('[masked]');
  });

  it.each([
    ['JSON', String.raw`q"uo\te/é😀<&>`, JSON.stringify],
    [
      'JSON in ASCII',
      'pässwörd😀',
      (text: string) =>
        text.replaceAll(
          /[\u0080-\uffff]/g,
          (one) => String.raw`\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
        ),
    ],
    ['JSON in ASCII with upper case', 'schlüssel', () => String.raw`schl\u00FCssel`],
    ['JSON for HTML', 'a<b>&c', () => String.raw`a\u003cb\u003e\u0026c`],
    ['JSON with slashes escaped', 'to/ken/1', () => String.raw`to\/ken\/1`],
    ['a part of a URL', 'p@ss w/rd+é', encodeURIComponent],
    ['a whole URL', 'p@ss w/rd+é', encodeURI],
    ['a form', "p@ss w/rd+é~!*'", (text: string) => new URLSearchParams({ a: text }).toString()],
    ['a URL in lower case', 'p@ss/wörd', () => 'p%40ss%2fw%c3%b6rd'],
    ['a path of Python', 'p@ss/wörd', () => 'p%40ss/w%C3%B6rd'],
    ['base64', '>>?pass??>', (text: string) => Buffer.from(text).toString('base64')],
    ['base64 for URLs', '>>?pass??>', (text: string) => Buffer.from(text).toString('base64url')],
  ])('masks a value in %s', (_, text, write) => {
    const output = maskedText([text], ` ${write(text)} `);
    expect(output).toContain('[masked]');
    expect(output.replaceAll(/\[masked\]|^ a=|^ | $|"/g, '')).toBe('');
  });

  it('masks base64 that is broken into lines', () => {
    const long = 'not-a-real-value '.repeat(20);
    for (const length of [64, 76]) {
      const lines =
        Buffer.from(long)
          .toString('base64')
          .match(new RegExp(`.{1,${length}}`, 'g')) ?? [];
      expect(maskedText([long], lines.join('\n'))).toBe(lines.map(() => '[masked]').join('\n'));
    }
  });

  it('recognizes values that are added while it runs', () => {
    const values = new MaskedValues();
    const masker = new Masker(values);
    expect(masker.write(Buffer.from(value)).toString()).toBe(value);
    values.add(value);
    expect(masker.write(Buffer.from(value)).toString()).toBe('[masked]');
    expect(values.mask(`of a text: ${value}`)).toBe('of a text: [masked]');
  });

  it('ends with nothing held back, and can start again', () => {
    const masker = new Masker(new MaskedValues([value]));
    masker.write(Buffer.from('not-'));
    expect(masker.end().toString()).toBe('not-');
    expect(masker.write(Buffer.from('a-real-key')).toString()).toBe('a-real-key');
  });
});

describe('any masked stream', () => {
  /** Few letters, so that values overlap themselves and each other. */
  const letters = fc.string({ unit: fc.constantFrom('x', 'y', 'é'), minLength: 4, maxLength: 7 });
  const values = fc.array(letters, { minLength: 1, maxLength: 4 });
  const output = fc.string({ unit: fc.constantFrom('x', 'y', 'é', '-'), maxLength: 60 });
  const cuts = fc.array(fc.nat(80), { maxLength: 12 });

  const cutAt = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
    const ends = [...places.toSorted((one, other) => one - other), bytes.length];
    return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
  };

  /** Every byte at which a value occurs. */
  const expected = (forms: readonly string[], text: string): string => {
    const covered = Array.from(text, () => false);
    for (const form of forms) {
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
        covered.fill(true, at, at + form.length);
      }
    }
    const characters = Array.from(text, (one, at) => (covered[at] === true ? '\0' : one));
    return characters.join('').replaceAll(/\0+/g, '[masked]');
  };

  it('has masks where the whole output has values, wherever it is split', () => {
    fc.assert(
      fc.property(values, output, cuts, (found, text, places) => {
        const chunks = cutAt(Buffer.from(text), places);
        // A cut-off value at the very end is masked, too.
        expect(masked(found, [...chunks, '.']).toString()).toBe(expected(found, `${text}.`));
      }),
      { numRuns: 500 },
    );
  });

  it('shows no value, however often it pauses', () => {
    fc.assert(
      fc.property(values, output, cuts, fc.array(fc.boolean()), (found, text, places, stalls) => {
        const masker = new Masker(new MaskedValues(found));
        const seen: Buffer[] = [];
        for (const [index, chunk] of cutAt(Buffer.from(text), places).entries()) {
          seen.push(masker.write(chunk));
          if (stalls[index] === true) seen.push(masker.stall());
        }
        const all = Buffer.concat([...seen, masker.end()]).toString();
        for (const one of found) expect(all).not.toContain(one);
      }),
      { numRuns: 500 },
    );
  });

  it('passes any bytes on unchanged where no value is', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(bytes, cuts, (data, places) => {
        expect(masked(['\u{10fffd}\u{10fffd}'], cutAt(data, places))).toEqual(Buffer.from(data));
      }),
    );
  });

  it('masks a value at each place of a longer text in base64, but for four bits at either end', () => {
    const text = fc.string({ unit: 'binary', minLength: 4, maxLength: 90 });
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.constantFrom('base64', 'base64url'),
        (before, one, after, encoding) => {
          const encoded = Buffer.from(`${before}${one}${after}`).toString(encoding);
          const shown = maskedText([one], encoded).split('[masked]');
          const lengths = shown.map((part) => part.length);
          const kept = lengths.reduce((sum, length) => sum + length, 0);
          expect(shown.length).toBeGreaterThan(1);
          expect(kept).toBeLessThanOrEqual(
            Math.ceil((Buffer.byteLength(before) * 8) / 6) +
              Math.ceil((Buffer.byteLength(after) * 8) / 6) +
              3,
          );
        },
      ),
    );
  });
});
