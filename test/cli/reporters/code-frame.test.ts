import { describe, expect, it } from 'vitest';
import { reporters } from '../../../cli/reporters/index.ts';
import type { ReportedFinding } from '../../../review/index.ts';
import { credential } from './support/example-change.ts';

const finding: ReportedFinding = {
  rule: 'secret-not-found',
  severity: 'warning',
  path: 'a.py',
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 2,
  message: 'A message.',
  agentId: 'a',
  names: ['stripe_key'],
};

interface Framed extends Partial<ReportedFinding> {
  readonly source: string;
  /** Text on the line of the finding that it marks. */
  readonly mark?: string;
}

/** The lines of the frame without their numbers. Undefined if there is no frame. */
function frame({ source, mark, ...changes }: Framed): readonly string[] | undefined {
  const lineText = source.split(/\r\n|\r|\n/)[(changes.line ?? 1) - 1] ?? '';
  const start = mark === undefined ? 0 : lineText.indexOf(mark);
  const end = start + (mark?.length ?? 1);
  const line = changes.line ?? 1;
  const one = { ...finding, column: start + 1, endColumn: end + 1, endLine: line, ...changes };
  const report = { findings: [one], unchecked: [], files: 1 };
  const text = reporters.text.findings(report, { colour: false, sourceOf: () => source });
  const lines = text.split('\n').filter((shown) => /^ {6,}\d* \|/.test(shown) || /^ +\d+ \|/.test(shown));
  return lines.length === 0 ? undefined : lines.map((shown) => shown.slice(shown.indexOf('|') + 2));
}

describe('a code frame', () => {
  it('shows the line, and marks the range', () => {
    expect(frame({ source: 'x = f(conv)\n', mark: 'f(conv)' })).toEqual(['x = f(conv)', '    ^^^^^^^']);
  });

  it('has the number of its line', () => {
    const report = { findings: [{ ...finding, line: 3, endLine: 3 }], unchecked: [], files: 1 };
    const text = reporters.text.findings(report, { colour: false, sourceOf: () => 'a\nb\ncall()\n' });
    expect(text).toContain('\n     3 | call()\n       | ^\n');
  });

  it.each([
    ['tabs', '\tx = f(y)', 'f(y)', ['    x = f(y)', '        ^^^^']],
    ['wide characters', '鍵 = f(y)', 'f(y)', ['鍵 = f(y)', '     ^^^^']],
    ['combining characters', 'e\u0301 = f(y)', 'f(y)', ['e\u0301 = f(y)', '    ^^^^']],
    ['characters outside the BMP', '𝑥 = f(y)', 'f(y)', ['𝑥 = f(y)', '    ^^^^']],
    [
      'bidirectional characters',
      'x\u202e = f(y)',
      'f(y)',
      [String.raw`x\u{202e} = f(y)`, '            ^^^^'],
    ],
  ])('marks the right columns after %s', (_, source, mark, expected) => {
    const shown = frame({ source, mark });
    expect(shown).toEqual(expected);
    expect(shown?.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it.each(['\n', '\r\n', '\r'])('finds the line after the line break %j', (lineBreak) => {
    const source = ['first()', 'second()', 'third()'].join(lineBreak);
    expect(frame({ source, line: 2, mark: 'second()' })).toEqual(['second()', '^^^^^^^^']);
  });

  it('marks only the first line of a longer range, and one column of an empty range', () => {
    expect(frame({ source: 'f(\n  y)\n', endLine: 2, endColumn: 5 })).toEqual(['f(', '^^']);
    expect(frame({ source: 'f()\n', column: 2, endColumn: 2 })).toEqual(['f()', ' ^']);
    expect(frame({ source: 'f()\n', column: 4, endColumn: 4 })).toEqual(['f()', '   ^']);
  });

  it('shows only the part of a very long line that surrounds the range', () => {
    const source = `f(${'a, '.repeat(1000)}wanted${', b'.repeat(1000)})`;
    const [code = '', carets = ''] = frame({ source, mark: 'wanted' }) ?? [];
    expect(code.length).toBeLessThan(140);
    expect(code).toMatch(/^….* wanted, .*…$/);
    expect(carets.indexOf('^')).toBe(code.indexOf('wanted'));
    expect(carets.trim()).toBe('^^^^^^');
    const longString = `f("${'x'.repeat(5000)}", wanted, "${'x'.repeat(5000)}")`;
    expect(frame({ source: longString, mark: 'wanted' })).toEqual([
      '……", wanted, "……',
      `${' '.repeat(5)}^^^^^^`,
    ]);
  });

  it.each([
    ['a string', 'f("hunter2", key)', 1],
    ['a string with single quotes', "f('hunter2', key)"],
    ['bytes', 'f(b"hunter2", key)'],
    ['a raw string', 'f(r"hunter2", key)'],
    ['an f-string', 'f(f"hunter2{x}hunter2", key)'],
    ['a string inside an f-string', `f(f"{g('hunter2')}", key)`],
    ['a comment', 'f(key)  # was hunter2'],
    ['a string of several lines', 'f("""\nhunter2 key\n""")', 2],
    ['a documentation string', 'def f():\n    """\n    the password is hunter2, key\n    """', 3],
    ['a key of a dictionary', 'f({"hunter2": key})'],
    ['adjacent strings', 'f("a" "hunter2", key)'],
  ])('never shows %s of Python', (_, source, line = 1) => {
    const shown = frame({ source, line });
    expect(shown).toBeDefined();
    expect(shown?.join()).not.toContain('hunter2');
  });

  it.each([
    ['a string', 'f("hunter2", key)', 1],
    ['a template', 'f(`hunter2 ${key} hunter2`)'],
    ['a template of several lines', 'f(`\nhunter2 ${key}\n`)', 2],
    ['a line comment', 'f(key) // was hunter2'],
    ['a block comment', 'f(key /* hunter2 */)'],
    ['a regular expression', 'f(/hunter2/, key)'],
    ['a string after a regular expression with a quote', 'f(/"/, "hunter2", /"/, key)'],
    ['a template type', 'let x: `hunter2`', 1, 'a.ts'],
    ['a property', 'f({ "hunter2": key })'],
    ['an attribute of an element', 'f(<a b="hunter2">{key}</a>)'],
    ['the text of an element', 'f(<a>hunter2 {key}</a>)'],
  ])('never shows %s of JavaScript', (_, source, line = 1, path = 'a.jsx') => {
    const shown = frame({ source, line, path });
    expect(shown).toBeDefined();
    expect(shown?.join()).not.toContain('hunter2');
  });

  it.each(['a.ts', 'a.tsx', 'a.js', 'a.mjs'])('shows code of %s, without its values', (path) => {
    expect(frame({ source: 'const key = f("hunter2");', path, mark: 'key' })).toEqual([
      'const key = f("…");',
      '      ^^^',
    ]);
  });

  it('never shows a value of JSON', () => {
    const source = '{\n  "auth": { "token": "hunter2" }\n}';
    expect(frame({ source, line: 2, path: 'agent_settings/experimental_config.json' })?.join()).not.toContain(
      'hunter2',
    );
  });

  it('masks what the detector found, even outside a string', () => {
    const source = `x = ${credential}`;
    expect(frame({ source, mark: credential, rule: 'secret-hardcoded', names: [] })?.join()).not.toContain(
      credential.slice(-20),
    );
  });

  it('masks long numbers, and what looks like a key in code', () => {
    expect(frame({ source: 'x = f(1234567890)' })?.[0]).toBe('x = f(…)');
    expect(frame({ source: 'x = f(12)' })?.[0]).toBe('x = f(12)');
    expect(frame({ source: 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw' })?.[0]).toBe('…');
  });

  it('shows the names that the finding is about', () => {
    expect(frame({ source: 'get_secret("stripe_key", "other")' })?.[0]).toBe('get_secret("stripe_key", "…")');
  });

  it('shows what the message shows anyway, such as the name of a field', () => {
    const message = 'The secret "stripe_key" has no field "cleint".';
    const source = 'f(stripe["cleint"], "other")';
    expect(frame({ source, message })?.[0]).toBe('f(stripe["cleint"], "…")');
    expect(frame({ source, message: `It is "${credential}".` })?.[0]).toBe('f(stripe["…"], "…")');
  });

  it('masks a name that is a credential itself', () => {
    const shown = frame({ source: `get_secret("${credential}")`, names: [credential] });
    expect(shown?.[0]).toBe('get_secret("…")');
  });

  it.each([
    ['another language', 'the password hunter2'],
    ['control characters', 'x\u001b[31m = hunter2'],
    ['a quote too many', 'f(""hunter2"", key)'],
  ])('is left out for a line with %s, where strings are uncertain', (_, source) => {
    expect(frame({ source: `a = 1\n${source}\n`, line: 2 })).toBeUndefined();
    expect(frame({ source: `a = 1\n\n${source}\n`, line: 1 })).toEqual(['a = 1', '^']);
  });

  it('never shows a string that is not closed', () => {
    for (const source of ['f(key, "hunter2', 'f(key, "hunter2\n)', "f(key, '''hunter2\n"])
      expect(frame({ source })?.join() ?? '').not.toContain('hunter2');
  });

  it.each([
    ['the file cannot be read', undefined, 'a.py', 1],
    ['the language is unknown', 'x', 'a.yaml', 1],
    ['the file has fewer lines by now', 'x', 'a.py', 9],
    ['the line is shorter by now', 'x', 'a.py', 1, 20],
  ])('is left out if %s', (_, source, path, line, column = 1) => {
    const one = { ...finding, path, line, column };
    const report = { findings: [one], unchecked: [], files: 1 };
    const options = { colour: false, sourceOf: () => source };
    expect(reporters.text.findings(report, options).split('\n')).toHaveLength(4);
  });

  it('is left out after the first megabytes, which would take long to parse', () => {
    const paths = ['a.py', 'b.py', 'c.py', 'd.py', 'e.py'];
    const findings = paths.map((path) => Object.assign({}, finding, { path }));
    const source = `x = 1\n${'#'.repeat(900_000)}\n`;
    const options = { colour: false, sourceOf: () => source };
    const text = reporters.text.findings({ findings, unchecked: [], files: 5 }, options);
    expect(text.split('     1 | x = 1')).toHaveLength(5);
    expect(text).toContain('e.py:1:1');
  });

  it('is left out for a notebook, whose file is JSON; the cell is named instead', () => {
    const one = { ...finding, cell: { number: 2, line: 5, column: 1 } };
    const report = { findings: [one], unchecked: [], files: 1 };
    const text = reporters.text.findings(report, { colour: false, sourceOf: () => 'x = 1' });
    expect(text).toContain('a.py:1:1 (cell 2, line 5)  warning');
    expect(text).not.toContain('|');
  });

  it('is colored like the severity of its finding', () => {
    const report = { findings: [finding], unchecked: [], files: 1 };
    const text = reporters.text.findings(report, { colour: true, sourceOf: () => 'x = 1' });
    expect(text).toContain('\u001B[33m^\u001B[39m');
  });
});
