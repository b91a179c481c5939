import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyzer, type ParsedFile } from '../../analysis/index.ts';
import { askEverything, talkativeContext } from '../support/ask-everything.ts';
import { open } from '../support/analysis-fixture.ts';
import { isBuildable } from '../support/buildable-names.ts';
import { denseSources } from '../support/dense-sources.ts';
import { seed } from '../support/seed.ts';

const numRuns = 30;

/** Names reported in full that cannot be composed from the file itself or the one it imports. */
function inventedIn(file: ParsedFile): readonly string[] {
  const analyzer = createAnalyzer();
  const { project } = talkativeContext(analyzer, file);
  const sources = [file.text, ...[...(project?.mentioning('OTHER') ?? [])].map(({ text }) => text)].join('"');
  return analyzer
    .references(file, project)
    .flatMap(({ names }) => names)
    .filter((name) => !isBuildable(name, sources));
}

function check(text: string, languageId: string, offset: number): void {
  const { file } = open(text, languageId);
  askEverything(file, Math.min(offset, text.length));
  expect(inventedIn(file)).toEqual([]);
}

/** No escapes: what they mean is not written in the file. */
const pieces = fc.oneof(
  fc.constantFrom('"', "'", '"""', '(', ')', '[', '{', '}', '\n', '\r', ' = ', '#', ',', ':', 'conv', '\0'),
  fc.string({ unit: 'grapheme', maxLength: 3 }).filter((text) => !text.includes('\\')),
);

describe.each(denseSources)(
  `after any change to a file in %s (seed ${String(seed)}),`,
  (languageId, text) => {
    const offsets = fc.nat(text.length);

    it.each<[string, fc.Arbitrary<readonly [changed: string, offset: number]>]>([
      ['is cut off', offsets.map((length) => [text.slice(0, length), length])],
      [
        'gets a piece replaced by any other',
        fc
          .tuple(offsets, fc.nat(12), pieces)
          .map(([at, length, piece]) => [text.slice(0, at) + piece + text.slice(at + length), at]),
      ],
      [
        'gets several pieces replaced',
        fc
          .array(fc.tuple(offsets, fc.nat(3), pieces), { minLength: 2, maxLength: 6 })
          .map((changes) => [changes.reduce(replaced, text), changes[0]?.[0] ?? 0]),
      ],
      [
        'gets any bytes',
        fc
          .array(fc.tuple(offsets, fc.nat(255)), { minLength: 1, maxLength: 4 })
          .map((changes) => [withBytes(text, changes), changes[0]?.[0] ?? 0]),
      ],
      [
        'has any line ends',
        fc
          .array(fc.constantFrom('\n', '\r\n', '\r', '\u2028', '\f\n'), { minLength: 1, maxLength: 5 })
          .map((ends) => [withLineEnds(text, ends), 10]),
      ],
      [
        'is read in the wrong encoding',
        fc.constantFrom(...misread(text)).chain((odd) => fc.nat(odd.length).map((at) => [odd, at] as const)),
      ],
    ])('nothing fails and no name is invented when it %s', (_, changes) => {
      const holds = fc.property(changes, ([changed, offset]) => {
        check(changed, languageId, offset);
      });
      expect(() => {
        fc.assert(holds, { seed, numRuns });
      }).not.toThrow();
    });
  },
);

function replaced(text: string, [at, length, piece]: readonly [number, number, string]): string {
  return text.slice(0, at) + piece + text.slice(at + length);
}

/** A backslash would start an escape, whose meaning is not written in the file. */
function withBytes(text: string, changes: readonly (readonly [at: number, byte: number])[]): string {
  const bytes = Buffer.from(text);
  for (const [at, byte] of changes) if (byte !== 0x5c) bytes[at % bytes.length] = byte;
  return bytes.toString('utf8');
}

function withLineEnds(text: string, ends: readonly string[]): string {
  let line = 0;
  return text.replaceAll('\n', () => ends[line++ % ends.length] ?? '\n');
}

/** Latin-1 for UTF-8, UTF-8 for UTF-16 and for Latin-1, and byte order marks in all positions. */
function misread(text: string): readonly string[] {
  const accented = text.replaceAll('live', 'l\u00EFve');
  return [
    `\uFEFF${text}`,
    `\uFEFF\uFEFF${text}`,
    text.replace('\n', '\n\uFEFF'),
    Buffer.from(accented).toString('latin1'),
    Buffer.from(accented, 'latin1').toString('utf8'),
    Buffer.from(accented, 'utf16le').toString('utf8'),
    Buffer.from(`\uFEFF${accented}`, 'utf16le').toString('latin1'),
  ];
}
