import { spawnSync } from 'node:child_process';
import { stripTypeScriptTypes } from 'node:module';
import { transformSync } from 'esbuild';
import { describe, expect, it, test } from 'vitest';
import { snippetPlace } from '../../analysis/index.ts';
import { snippetAt } from '../../client/snippets/snippet.ts';
import type { SnippetStyle } from '../../client/snippets/snippet-style.ts';
import { open } from '../support/analysis-fixture.ts';
import { python } from '../support/python.ts';

type Case = readonly [title: string, code: string, inserted: string];

const inPython = 'conv.utils.get_secret("stripe_key")';
const inPythonString = "conv.utils.get_secret('stripe_key')";
const line = `stripe_key = ${inPython}`;

/** `│` is the cursor. */
const pythonCases: readonly Case[] = [
  ['an empty file', '│', line],
  ['an empty line', 'x = 1\n│\ny = 2', line],
  ['a line in a function', 'def f(conv):\n    │\n    return 1', line],
  ['a line in a class', 'class A:\n    │\n    x = 1', line],
  ['a line after a comment', '# note\n│', line],
  ['behind =', 'key = │', inPython],
  ['behind = and a line break', 'key = \\\n    │', inPython],
  ['behind return', 'def f(conv):\n    return │', inPython],
  ['a decorator', '@│\ndef f(): pass', inPython],
  ['the argument of a decorator', '@a(│)\ndef f(): pass', inPython],
  ['an argument', 'f(a, │)', inPython],
  ['a named argument', 'f(a, key=│)', inPython],
  ['a line in a call', 'f(\n    a,\n    │\n)', inPython],
  ['a line in a call, before another argument', 'f(\n    │\n    a,\n)', `${inPython},`],
  ['a line in a comprehension', '[\n    │\n    for x in y\n]', inPython],
  ['a line in a list in a call', 'f([\n    a,\n    │\n    "b",\n], c)', `${inPython},`],
  ['a line in parentheses', 'x = (\n    │\n)', inPython],
  ['an index', 'x[│]', inPython],
  ['behind a string', 'x = ["a", │]', inPython],
  ['behind an apostrophe', `x = f("it's", │)`, inPython],
  ['a value of a dictionary', 'x = {"a": │}', inPython],
  ['a dictionary', 'x = {"a": 1, │}', `"stripe_key": ${inPython}`],
  ['empty braces', 'x = {│}', `"stripe_key": ${inPython}`],
  ['the first line of a dictionary', 'x = {\n    │\n    "a": 1,\n}', `"stripe_key": ${inPython},`],
  ['a line in a dictionary', 'x = {\n    "a": 1,\n    │\n    "b": 1,\n}', `"stripe_key": ${inPython},`],
  ['a set', 'x = {1, │}', inPython],
  ['unpacking', 'x = {"a": 1, **│}', inPython],
  ['a list of parameters', 'def f(conv, │): pass', 'stripe_key'],
  ['a default value', 'def f(conv, key=│): pass', inPython],
  ['a list of imports', 'from a import (\n    │\n)', 'stripe_key'],
  ['a string', 'x = "│"', 'stripe_key'],
  ['a string in single quotes', "x = get('│')", 'stripe_key'],
  ['a string, behind an escaped quote', String.raw`x = "a \"│"`, 'stripe_key'],
  ['bytes', 'x = b"│"', 'stripe_key'],
  ['a raw string', 'x = r"\\│"', 'stripe_key'],
  ['a line of a triple-quoted string', 'x = """\n│\n"""', 'stripe_key'],
  ['a docstring', "def f():\n    '''Reads\n    │\n    '''", 'stripe_key'],
  ['a comment', 'x = 1  # │', 'stripe_key'],
  ['an f-string', 'x = f"│ {a}"', 'stripe_key'],
  ['the braces of an f-string', 'x = f"a {│} b"', inPythonString],
  ['the braces of an f-string in single quotes', "x = f'{│!r}'", inPython],
  ['the braces of a triple-quoted f-string', 'x = f"""\n{│}\n"""', inPythonString],
  ['the format of an f-string', 'x = f"{a:│}"', 'stripe_key'],
  ['braces in the format of an f-string', 'x = f"{a:{│}}"', inPythonString],
];

const inJavaScript = "await conv.utils.getSecret('stripe_key')";
const declaration = `const stripeKey = ${inJavaScript};`;

const javaScriptCases: readonly Case[] = [
  ['an empty line', 'a();\n│\nb();', declaration],
  ['a line before parentheses', '│\n(a)();', declaration],
  ['a line in a function', 'async function f(conv) {\n  │\n}', declaration],
  ['a line in a callback', 'f(async () => {\n  │\n});', declaration],
  ['a line in a method', 'const x = {\n  async m() {\n    │\n  },\n};', declaration],
  ['a line in a case', 'switch (a) {\n  case 1:\n    │\n}', declaration],
  ['the only statement of an if', 'if (a)\n  │\nb();', inJavaScript],
  ['behind =', 'const key = │;', inJavaScript],
  ['a line behind =', 'const key =\n  │\n;', inJavaScript],
  ['behind return', 'async function f(conv) { return │; }', inJavaScript],
  ['an argument', 'f(a, │)', inJavaScript],
  ['a line in a call', 'f(\n  a,\n  │\n)', inJavaScript],
  ['a line in a list, before another element', 'x = [\n  a,\n  │\n  "b",\n]', `${inJavaScript},`],
  ['a condition', 'x = a ? │ : b', inJavaScript],
  ['empty braces', 'x = {│}', `stripeKey: ${inJavaScript}`],
  ['an object', 'x = { a: 1, │ }', `stripeKey: ${inJavaScript}`],
  ['the first line of an object', 'x = {\n  │\n  a: 1,\n}', `stripeKey: ${inJavaScript},`],
  ['a line in an object', 'x = {\n  b: 2,\n  │\n  a: 1,\n}', `stripeKey: ${inJavaScript},`],
  ['a value of an object', 'x = { a: │ }', inJavaScript],
  ['a spread', 'x = { ...│ }', inJavaScript],
  ['a pattern', 'const { │ } = x;', 'stripeKey'],
  ['a list of parameters', 'function f(│) {}', 'stripeKey'],
  ['a list of imports', 'import { │ } from "a";', 'stripeKey'],
  ['a class', 'class A {\n  │\n  x = 1;\n}', "stripeKey = conv.utils.getSecret('stripe_key');"],
  ['a string', 'f("│")', 'stripe_key'],
  ['a template', 'f(`a\n│\n${b}`)', 'stripe_key'],
  ['a part of a template', 'f(`a ${│}`)', inJavaScript],
  ['behind a part of a template', 'f(`a ${b} │`)', 'stripe_key'],
  ['a part of a template in a template', 'f(`${`${│}`}`)', inJavaScript],
  ['a regular expression', '/a│b/.test(c)', 'stripe_key'],
  ['a comment', '// │', 'stripe_key'],
  ['a comment of several lines', '/*\n│\n*/', 'stripe_key'],
];

const jsxCases: readonly Case[] = [
  ['the value of an attribute', 'x = <a b=│ />', `{${inJavaScript}}`],
  ['the quotes of an attribute', 'x = <a b="│" />', 'stripe_key'],
  ['the braces of an attribute', 'x = <a b={│} />', inJavaScript],
  ['an object in an attribute', 'x = <a b={{ │ }} />', `stripeKey: ${inJavaScript}`],
  ['a tag', 'x = <a │ />', `stripeKey={${inJavaScript}}`],
  ['the text of an element', 'x = <a>b │ c</a>', 'stripe_key'],
  ['braces in an element', 'x = <a>{│}</a>', inJavaScript],
];

const styles: Readonly<Record<SnippetStyle['language'], SnippetStyle>> = {
  python: { language: 'python', quote: '"', naming: 'snake', semicolons: false },
  javascript: { language: 'javascript', quote: "'", naming: 'camel', semicolons: true },
};

function inserted(code: string, language: SnippetStyle['language']): string {
  const { analyzer, file } = open(code.replace('│', ''), language);
  const start = file.positionAt(code.indexOf('│'));
  const place = snippetPlace((source) => analyzer.parse(source), file, { start, end: start });
  return snippetAt(place, { name: 'stripe_key' }, styles[language]);
}

function results(cases: readonly Case[], language: SnippetStyle['language']): readonly string[] {
  return cases.map(([, code]) => code.replace('│', () => inserted(code, language)));
}

describe('the snippet in', () => {
  it.each(pythonCases)('%s is right, in Python', (_, code, expected) => {
    expect(inserted(code, 'python')).toBe(expected);
  });

  it.each([...javaScriptCases, ...jsxCases])('%s is right, in JavaScript', (_, code, expected) => {
    expect(inserted(code, 'javascript')).toBe(expected);
  });

  it('a selection replaces it', () => {
    const { analyzer, file } = open('x = [old]');
    const range = { start: file.positionAt(5), end: file.positionAt(8) };
    expect(snippetPlace((source) => analyzer.parse(source), file, range)).toEqual({ kind: 'expression' });
  });
});

/** Prints the programs that Python does not compile. */
const compiler = `
import json, sys
def fails(text):
    try:
        compile(text, "program", "exec")
    except SyntaxError as error:
        return f"{error}: {text}"
print(json.dumps([found for found in map(fails, json.load(sys.stdin)) if found]))
`;

describe('the code with the snippet', () => {
  test('is compiled by Python', () => {
    const { stdout, stderr } = spawnSync(python, ['-W', 'ignore', '-c', compiler], {
      input: JSON.stringify(results(pythonCases, 'python')),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test('is parsed by Node', () => {
    expect(rejected(javaScriptCases, (text) => stripTypeScriptTypes(text))).toEqual([]);
  });

  test('is parsed as JSX', () => {
    expect(rejected(jsxCases, (text) => transformSync(text, { loader: 'jsx' }).code)).toEqual([]);
  });
});

function rejected(cases: readonly Case[], parse: (text: string) => string): readonly string[] {
  return results(cases, 'javascript').filter((text) => {
    try {
      parse(text);
      return false;
    } catch {
      return true;
    }
  });
}
