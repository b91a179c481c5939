import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyzer, type ParsedFile, type TextChange } from '../../analysis/index.ts';
import { seed } from '../support/seed.ts';

const analyzer = createAnalyzer();
const pieces = [
  'a',
  '\n',
  '\r',
  '\r\n',
  '',
  '🔑',
  'x = "',
  '"',
  "'''",
  'get_secret(',
  'conv.utils.',
  ')',
  '    ',
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
const edit = fc.record({ at: fc.nat(), length: fc.nat(6), text: fc.constantFrom(...pieces) });

describe('a text that is edited', () => {
  it('has the same lines as a fresh parse of the text, for all line endings', () => {
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 8 }), (before, edits) => {
        let file = parsed(before);
        for (const one of edits) {
          file.positionAt(0); // The lines are computed before the edits.
          file = edited(file, one);
          expect(linesOf(file)).toEqual(linesOf(parsed(file.text)));
        }
      }),
      { seed, numRuns: 500 },
    );
  });

  it('has the same references as a fresh parse of the text', () => {
    const code = 'def f(conv):\n    a = conv.utils.get_secret("one")\n    b = conv.utils.get_secret("two")\n';
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let file = parsed(code);
        for (const one of edits) file = edited(file, one);
        // Undone, so that nothing stays broken: both parsers must then see the same.
        const whole = { start: 0, length: file.text.length, text: code };
        const again = analyzer.parse({ uri: file.uri, languageId: 'python', text: code }, file, [whole]);
        expect(analyzer.references(again)).toEqual(analyzer.references(parsed(code)));
      }),
      { seed },
    );
  });
});

describe('a file that starts with a byte-order mark', () => {
  it('is read as if there were none', () => {
    const [reference] = analyzer.references(
      parsed('\uFEFFget_secret_vault_custom_secret\nconv.utils.get_secret("a")'),
    );
    expect(reference?.names).toEqual(['a']);
  });
});

function parsed(code: string): ParsedFile {
  return analyzer.parse({ uri: 'file:///w/a.py', languageId: 'python', text: code });
}

function edited(file: ParsedFile, { at, length, text: typed }: { at: number; length: number; text: string }) {
  const start = at % (file.text.length + 1);
  const change: TextChange = { start, length: Math.min(length, file.text.length - start), text: typed };
  const after = `${file.text.slice(0, start)}${typed}${file.text.slice(start + change.length)}`;
  return analyzer.parse({ uri: file.uri, languageId: 'python', text: after }, file, [change]);
}

/** The position of every offset, and one beyond each end. */
function linesOf(file: ParsedFile) {
  return Array.from({ length: file.text.length + 3 }, (_, index) => file.positionAt(index - 1));
}
