import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer, type ParsedFile, type TextChange } from '../../analysis/index.ts';
import { bookingAgent, open } from '../support/analysis-fixture.ts';
import { namesIn } from '../support/analysis-markers.ts';

const python = `\uFEFFfrom utils import secret_vault as sv
import os
NAMES = {"live": "a", "test": ["b", ("c", "d")]}

class _Handler(Base):
    KEY = "k"
    def __init__(self, conv: Conversation, name="n", *rest, **more):
        self.conv = conv
        self.name: str = name
    def go(self, env):
        for key, (x, y) in NAMES.items():
            if (w := pick(env)) and key == "live":
                name = f"z_{env}" "tail"
            elif w: name = NAMES[env]
            else:
                try: name = self.KEY
                except E as name: return
        with open(name) as f, g(): pass
        match name:
            case {"a": b, **rest} if b: name = 'm'
            case _: name = "\\x61"
        return self.conv.utils.get_secret(name)["client_id"], sv(secret_name=name)

def _pick(n, m="x"): return n if m else _pick(m, n)
def f(conv):
    global NAMES
    fetch = conv.utils.get_secret
    x = fetch(_pick("p")) or {}
    return x["client_id"], x.get('client_secret'), [fetch(n) for n in ["q"]], os.environ["E"]
_Handler(conv, "s1").go(lambda conv: conv.utils.get_secret("""t"""))
`;
import { seed } from '../support/seed.ts';
const javascript = `import { env as e } from "node:process";
const { A, B: b = "x", ...rest } = process.env;
export const f = (x) => <a href={process.env["C"]}>{e.D ?? import.meta.env?.E}</a>;
({ F: b } = process.env); process.env[\`G_\${x}\`];
`;
const json =
  '{"a": {"secret_name": "x\\u0041", "client_secret_name": ["y"]}, "connector_token_secret_name": "z"}';

const context = bookingAgent({ mayGrant: true, mayCreate: true });
const texts = [
  ['python', python],
  ['javascriptreact', javascript],
  ['typescriptreact', javascript],
  ['json', json],
] as const;

function afterChange(analyzer: Analyzer, file: ParsedFile, change: TextChange): ParsedFile {
  const { start, length, text } = change;
  const next = file.text.slice(0, start) + text + file.text.slice(start + length);
  return analyzer.parse({ uri: file.uri, languageId: file.languageId, text: next }, file, [change]);
}

/** Asks everything that can be asked at a place. */
function askAll(file: ParsedFile, offset: number, analyzer = createAnalyzer()): void {
  const whole = file.rangeOf({ start: 0, end: file.text.length });
  analyzer.references(file);
  analyzer.findings(file, context);
  analyzer.complete(file, offset, context);
  analyzer.hover(file, offset, context);
  analyzer.codeActions(file, whole, context);
}

describe.each(texts)('broken %s never makes the analysis fail:', (languageId, text) => {
  it('any prefix', () => {
    const offsets = fc.integer({ min: 0, max: text.length });
    const asked = fc.property(offsets, (length) => {
      askAll(open(text.slice(0, length), languageId).file, length);
    });
    expect(() => {
      fc.assert(asked, { seed, numRuns: 150 });
    }).not.toThrow();
  });

  it('any piece replaced by anything', () => {
    const offsets = fc.integer({ min: 0, max: text.length });
    const pieces = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', "'", '"""', '(', ')', '[', '{', '\n', '\\', '\0', ' = '),
    );
    const asked = fc.property(offsets, fc.nat(12), pieces, (at, length, piece) => {
      const broken = text.slice(0, at) + piece + text.slice(at + length);
      askAll(open(broken, languageId).file, at + piece.length);
    });
    expect(() => {
      fc.assert(asked, { seed, numRuns: 150 });
    }).not.toThrow();
  });

  it('any run of edits, and undoing them leads back to what a fresh reading finds', () => {
    const edit = fc.record({
      at: fc.nat(text.length),
      length: fc.nat(3),
      piece: fc.constantFrom('a', 'b', ' ', '', 'x = 1', '("y")', ', ', '"', "'", '(', '\n'),
    });
    const analyzer = createAnalyzer();
    const original = open(text, languageId).file;
    const expected = analyzer.references(original);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let file = analyzer.parse(original);
        const undo: TextChange[] = [];
        for (const { at, length, piece } of edits) {
          const start = Math.min(at, file.text.length);
          const removed = file.text.slice(start, start + length);
          file = afterChange(analyzer, file, { start, length: removed.length, text: piece });
          askAll(file, start, analyzer);
          undo.unshift({ start, length: piece.length, text: removed });
        }
        for (const change of undo) {
          file = afterChange(analyzer, file, change);
          askAll(file, change.start, analyzer);
        }
        expect(file.text).toBe(text);
        expect(analyzer.references(file)).toEqual(expected);
      }),
      { seed, numRuns: 150 },
    );
  });
});

describe('while a user types,', () => {
  const before = 'def f(conv):\n    return conv.utils.get_secret("before")\n\n';
  const after = '\n\ndef g(conv, x):\n    y = {"a": x["b"]}\n    return conv.utils.get_secret("after")\n';

  it.each([
    'x = conv.utils.get_secret("',
    "x = conv.utils.get_secret('ab",
    'x = conv.utils.get_secret("abcdefgh',
    'foo(conv.utils.get_secret("abc',
    'x = conv.utils.get_secret("a")["',
    "x = 'abc",
  ])('%s leaves the other references alone', (typed) => {
    const analyzer = createAnalyzer();
    const whole = (middle: string): string => `${before}${middle}${after}`;
    const source = { uri: 'file:///w/a.py', languageId: 'python' };
    const first = analyzer.parse({ ...source, text: whole('') });
    analyzer.references(first);
    const change = { start: before.length, length: 0, text: typed };
    const second = analyzer.parse({ ...source, text: whole(typed) }, first, [change]);
    const names = analyzer.references(second).flatMap((reference) => reference.names);
    expect(names).toContain('before');
    expect(names).toContain('after');
    expect(names.filter((name) => !['before', 'after', 'a'].includes(name))).toEqual([]);
  });

  it('a string that is finished is read again, and so is the rest', () => {
    const analyzer = createAnalyzer();
    const source = { uri: 'file:///w/a.py', languageId: 'python' };
    let file = analyzer.parse({ ...source, text: `${before}${after}` });
    const typed = 'x = conv.utils.get_secret("abc")';
    for (let position = 0; position < typed.length; position++) {
      const change = { start: before.length + position, length: 0, text: typed.charAt(position) };
      file = afterChange(analyzer, file, change);
      analyzer.references(file);
    }
    expect(analyzer.references(file).flatMap(({ names }) => names)).toEqual(['before', 'abc', 'after']);
  });
});

describe('unusual texts are read:', () => {
  it.each([
    ['Python 2', 'print "x"\nexec "y"\nraise E, "z"\nconv.utils.get_secret("a")'],
    ['a missing bracket above', 'x = (1,\n\ndef f(conv):\n    return conv.utils.get_secret("a")'],
    ['identifiers outside ASCII', 'naïve = 1\nélan = "a"\nconv.utils.get_secret(élan)'],
    ['a notebook magic', '%matplotlib inline\n!pip list\nconv.utils.get_secret("a")'],
  ])('%s', (_, code) => {
    expect(namesIn(code)).toContain('a');
  });

  it('names that double with every line', () => {
    const doubling = Array.from({ length: 60 }, (_, line) => `n = [n, "s${line}", n][i]`).join('\n');
    expect(namesIn(`n = "a"\n${doubling}\nconv.utils.get_secret(n)`)).toHaveLength(1);
  });

  it('very deep nesting', () => {
    const deep = `x = ${'('.repeat(3000)}"a"${')'.repeat(3000)}\nconv.utils.get_secret(x)`;
    expect(namesIn(deep)).toEqual(['?']);
    expect(namesIn(`conv.utils.get_secret(${'a or '.repeat(3000)}"b")`)).toEqual(['?']);
  });

  it.each([
    ['calls', `k${'.strip()'.repeat(5000)}`],
    ['powers', `k${' ** k'.repeat(5000)}`],
  ])('%s in a row, so many that the parser gives up some of them', (_, value) => {
    const code = `def f(conv):\n    k = conv.utils.get_secret("a")\n    x = ${value}\n    print(x)\n`;
    const { analyzer, file } = open(code);
    expect(analyzer.findings(file, context).length).toBeGreaterThanOrEqual(0);
  });

  it('a text too large to be source code is left alone', () => {
    const huge = `${'# padding\n'.repeat(600_000)}conv.utils.get_secret("a")`;
    expect(namesIn(huge)).toEqual([]);
  });

  it('changes that do not match the text are not trusted', () => {
    const analyzer = createAnalyzer();
    const source = { uri: 'file:///w/a.py', languageId: 'python' };
    const first = analyzer.parse({ ...source, text: 'x = 1' });
    analyzer.references(first);
    const text = 'conv.utils.get_secret("a")';
    const second = analyzer.parse({ ...source, text }, first, [{ start: 99, length: 5, text: 'x' }]);
    expect(analyzer.references(second)[0]?.names).toEqual(['a']);
  });
});
