import { type Input, Parser, type PartialParse, type Tree } from '@lezer/common';
import { parser as javascript } from '@lezer/javascript';
import { parser as python } from '@lezer/python';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../analysis/index.ts';
import { runToEnd } from '../../analysis/model/in-slices.ts';
import { parseInPieces } from '../../analysis/source/parse-in-pieces.ts';
import { seed } from '../support/seed.ts';

const long = (line: string): string => `${line}\n`.repeat(Math.ceil(4000 / line.length));

/** Pieces can begin in the wrong place in each of these, because they contain empty lines. */
const blocks = {
  python: [
    `import os\n\n${long('A = os.environ["A"]')}`,
    `@decorated\n\ndef f(conv):\n${long('    print(conv.utils.get_secret("a"))')}`,
    `class C:\n    '''\n\n${long('a text, not code: def f(')}\n\ndef g():\n'''\n    def go(self): return 1\n`,
    `if a:\n${long('    b = 1')}\n\nelse:\n${long('    c = 2')}`,
    `try:\n${long('    b = 1')}\n\nexcept E as e:\n    pass\n\nfinally:\n${long('    c = 2')}`,
    `names = [\n\n${long('"a",')}\n\n"b"]\n`,
    `x = 1 + \\\n\n${long('y = 2')}`,
    `match x:\n    case 1:\n\n${long('        y = 2')}`,
    long('# a comment\n'),
  ],
  javascript: [
    `import a from "a";\n\n${long('const A = process.env.A;')}`,
    `export async function f(conv) {\n${long('  log(await conv.utils.getSecret("a"));')}}\n`,
    `const t = \`\n\n${long('a text, not code: function f( {')}\n\nfunction g() {\n\`;\n`,
    `if (a) {\n${long('  b();')}}\n\nelse {\n${long('  c();')}}\n`,
    `/*\n\n${long('a text; not code {')}\n\nfunction g() {\n*/\n`,
    `const names = [\n\n${long('"a",')}\n\n"b"]\n`,
    `const x = y\n\nin z\n${long('a = 2')}`,
    `abstract\n\nclass C {\n${long('  a = 2;')}}\n`,
  ],
};
const parsers = { python, javascript, typescript: javascript.configure({ dialect: 'ts' }) };

describe('a long text that is parsed in pieces', () => {
  it.each(['python', 'javascript', 'typescript'] as const)(
    'has the tree of the whole text: %s',
    (language) => {
      const parser = parsers[language];
      const block = fc.constantFrom(...blocks[language === 'python' ? 'python' : 'javascript']);
      fc.assert(
        fc.property(fc.array(block, { minLength: 3, maxLength: 9 }), fc.boolean(), (some, isWindows) => {
          const text = isWindows ? some.join('\n').replaceAll('\n', '\r\n') : some.join('\n');
          expect(shown(inPieces(text, parser))).toBe(shown(parser.parse(text)));
        }),
        { seed, numRuns: 12 },
      );
    },
  );

  it('is parsed in short pieces, each once', () => {
    const text = Array.from({ length: 50 }, () => blocks.python[1]).join('\n');
    const lengths: number[] = [];
    inPieces(text, python, lengths);
    expect(Math.max(...lengths)).toBeLessThan(20_000);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(text.length);
  });

  it('is not parsed again and again if it contains an error', () => {
    const blocksOf = (count: number): string =>
      Array.from({ length: count }, () => blocks.python[1]).join('\n');
    const lengths: number[] = [];
    const text = `${blocksOf(20)}\ndef broken(:\n\n${blocksOf(20)}`;
    expect(shown(inPieces(text, python, lengths))).toBe(shown(python.parse(text)));
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(2 * text.length);
  });

  it('lets other work in between', () => {
    const text = Array.from({ length: 50 }, () => blocks.python[1]).join('\n');
    const analyzer = createAnalyzer();
    const work = analyzer.prepare(
      analyzer.parse({ uri: 'file:///w/a.py', languageId: 'python', text }),
      undefined,
    );
    let turns = 0;
    while (work.next().done !== true) turns += 1;
    expect(turns).toBeGreaterThan(text.length / 20_000);
  });
});

/** `lengths` receives the length of each part of the text that was parsed. */
function inPieces(text: string, parser: Parser, lengths: number[] = []): Tree {
  const input: Input = {
    length: text.length,
    lineChunks: false,
    chunk: (from) => text.slice(from),
    read: (from, to) => text.slice(from, to),
  };
  class Counting extends Parser {
    createParse(...given: Parameters<Parser['createParse']>): PartialParse {
      lengths.push(...given[2].map(({ from, to }) => to - from));
      return parser.createParse(...given);
    }
  }
  return runToEnd(parseInPieces(new Counting(), input, text));
}

function shown(tree: Tree): string {
  const nodes: string[] = [];
  tree.iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${from} ${to}`) });
  return nodes.join('\n');
}
