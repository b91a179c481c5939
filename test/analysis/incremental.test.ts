import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer, type ParsedFile, type TextChange } from '../../analysis/index.ts';
import { askedUri, talkativeContext } from '../support/ask-everything.ts';
import { isBuildable } from '../support/buildable-names.ts';
import { denseSources } from '../support/dense-sources.ts';
import { seed } from '../support/seed.ts';

const numRuns = 12;

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly piece: string;
}

const uriOf = (languageId: string): string =>
  languageId === 'json' ? 'file:///w/booking/agent_settings/experimental_config.json' : askedUri;

function changed(analyzer: Analyzer, file: ParsedFile, { at, length, piece }: Edit): ParsedFile {
  const start = Math.min(at, file.text.length);
  const change: TextChange = { start, length: Math.min(length, file.text.length - start), text: piece };
  const text = file.text.slice(0, start) + piece + file.text.slice(start + change.length);
  return analyzer.parse({ uri: file.uri, languageId: file.languageId, text }, file, [change]);
}

/** The findings of an analyzer that remembers nothing of the file. */
function foundIn(file: ParsedFile): unknown {
  const analyzer = createAnalyzer();
  const context = talkativeContext(analyzer, file);
  return {
    references: analyzer.references(file, context.project),
    findings: analyzer.findings(file, context),
  };
}

function foundAnew({ uri, languageId, text }: ParsedFile): unknown {
  return foundIn(createAnalyzer().parse({ uri, languageId, text }));
}

const words = fc.constantFrom(
  'a',
  ' ',
  '',
  'x = 1',
  ', ',
  '\n',
  '.',
  'conv',
  'n',
  '("y")',
  '{"k": "a"}',
  '#',
);
const brackets = fc.constantFrom('(', ')', '[', ']', '{', '}', ':', '=');
const quotes = fc.constantFrom('"', "'", '"""', '`', "'''");
const editOf = (text: string, piece: fc.Arbitrary<string>): fc.Arbitrary<Edit> =>
  fc.record({ at: fc.nat(text.length), length: fc.nat(3), piece });

describe.each(denseSources)(`edits of a file in %s (seed ${String(seed)})`, (languageId, text) => {
  const editsOf = (piece: fc.Arbitrary<string>): fc.Arbitrary<readonly Edit[]> =>
    fc.array(editOf(text, piece), { minLength: 1, maxLength: 6 });

  it.each([
    ['words', words],
    ['words and brackets', fc.oneof(words, brackets)],
    ['words, brackets and quotes', fc.oneof(words, brackets, quotes)],
  ])('find the same as a fresh parse: %s', (_, pieces) => {
    const holds = fc.property(editsOf(pieces), (edits) => {
      const analyzer = createAnalyzer();
      let file = analyzer.parse({ uri: uriOf(languageId), languageId, text });
      analyzer.references(file);
      for (const edit of edits) {
        file = changed(analyzer, file, edit);
        analyzer.references(file);
        expect(foundIn(file)).toEqual(foundAnew(file));
      }
    });
    expect(() => {
      fc.assert(holds, { seed, numRuns });
    }).not.toThrow();
  });

  it('leave no trace of strings that were open in between', () => {
    fc.assert(
      fc.property(editsOf(fc.oneof(words, brackets, quotes)), (edits) => {
        const analyzer = createAnalyzer();
        let file = analyzer.parse({ uri: uriOf(languageId), languageId, text });
        for (const edit of edits) {
          file = changed(analyzer, file, edit);
          analyzer.references(file);
        }
        file = changed(analyzer, file, backTo(text, file.text));
        expect(file.text).toBe(text);
        expect(foundIn(file)).toEqual(foundAnew(file));
      }),
      { seed, numRuns },
    );
  });
});

it('a string that is open for a moment adds no name, wherever a string is closed', () => {
  const [[languageId, text]] = denseSources;
  const edits = fc.array(editOf(text, fc.oneof(words, quotes)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(edits, (typed) => {
      const analyzer = createAnalyzer();
      let file = analyzer.parse({ uri: askedUri, languageId, text });
      for (const edit of typed) {
        file = changed(analyzer, file, edit);
        const names = analyzer.references(file).flatMap((reference) => reference.names);
        expect(names.filter((name) => !isBuildable(name, file.text))).toEqual([]);
      }
    }),
    { seed, numRuns },
  );
});

/** One edit that restores a text. */
function backTo(wanted: string, text: string): Edit {
  const shortest = Math.min(wanted.length, text.length);
  let start = 0;
  while (start < shortest && wanted[start] === text[start]) start++;
  let end = 0;
  while (end < shortest - start && wanted.at(-1 - end) === text.at(-1 - end)) end++;
  return { at: start, length: text.length - end - start, piece: wanted.slice(start, wanted.length - end) };
}
