import { describe, expect, it } from 'vitest';
import type { DerivationStep } from '../../analysis/index.ts';
import { openProject } from '../support/analysis-project.ts';

const read = (name: string): string => `conv.utils.get_secret(${name})\n`;

/** The derivations of the last reference in the first file, each with its steps as `file:line sentence`. */
function explained(text: string): string {
  const path = /^\/\/- (.+)$/m.exec(text.split('\n')[0] ?? '')?.[1] ?? 'functions/start.py';
  const { analyzer, project, file } = openProject(text);
  const asked = file(path);
  const offset = analyzer.references(asked, project).at(-1)?.span.start ?? -1;
  const { derivations = [] } = analyzer.explain(asked, offset, { project }) ?? {};
  return derivations
    .map(({ kind, text: result, steps }) => [`${kind}: ${result}`, steps.map(shownStep)].flat().join('\n'))
    .join('\n');
}

function shownStep({ sentence, place: { uri, range } }: DerivationStep): string {
  return `  ${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line + 1} ${sentence}`;
}

describe('a reference explains its names', () => {
  it('when the name is written there', () => {
    expect(explained(read('"a"'))).toBe('name: a\n  start.py:1 The name is written here.');
  });

  it('from a constant', () => {
    expect(explained(`N = "a"\n${read('N')}`)).toBe(
      ['name: a', '  start.py:2 The name is read from `N`.', '  start.py:1 `N` is set to `"a"`.'].join('\n'),
    );
  });

  it('from two choices, each with its own way', () => {
    expect(explained(`n = "b" if x else "a"\n${read('n')}`)).toBe(
      [
        'name: a',
        '  start.py:2 The name is read from `n`.',
        '  start.py:1 `n` is set to `"b" if x else "a"`.',
        '  start.py:1 One of two alternatives is `"a"`.',
        'name: b',
        '  start.py:2 The name is read from `n`.',
        '  start.py:1 `n` is set to `"b" if x else "a"`.',
        '  start.py:1 One of two alternatives is `"b"`.',
      ].join('\n'),
    );
  });

  it('from another file', () => {
    expect(explained(`from names import N\n${read('N')}//- functions/names.py\nN = "a"\n`)).toBe(
      ['name: a', '  start.py:2 The name is read from `N`.', '  names.py:1 `N` is set to `"a"`.'].join('\n'),
    );
  });

  it('from the calls of a function two files away', () => {
    const text = `//- functions/api.py
class ApiHandler:
    def __init__(self, conv, secret_name):
        self.secret_name = secret_name
    def go(self, conv):
        ${read('self.secret_name')}//- functions/user.py
from api import ApiHandler
ApiHandler(conv, "nextgen_api")
ApiHandler(conv, secret_name="old_api")
`;
    expect(explained(text)).toBe(
      [
        'name: nextgen_api',
        '  api.py:5 The name is read from `self.secret_name`.',
        '  api.py:3 `self.secret_name` is set to `secret_name`.',
        '  user.py:2 `ApiHandler` is called with `"nextgen_api"`.',
        'name: old_api',
        '  api.py:5 The name is read from `self.secret_name`.',
        '  api.py:3 `self.secret_name` is set to `secret_name`.',
        '  user.py:3 `ApiHandler` is called with `"old_api"` as `secret_name`.',
      ].join('\n'),
    );
  });

  it('from what a function returns', () => {
    expect(explained(`def g(n):\n    return n\n${read('g("a")')}`)).toBe(
      [
        'name: a',
        '  start.py:3 The name is read from `g("a")`.',
        '  start.py:2 `g` returns `n`.',
        '  start.py:3 `g` is called with `"a"`.',
      ].join('\n'),
    );
  });

  it.each([
    [
      'a default',
      `def _g(conv, n="a"):\n    ${read('n')}_g(conv)`,
      '`n` is `"a"` unless a call passes another value.',
    ],
    ['an entry', `N = {"x": "a"}\n${read('N[x]')}`, 'An entry of the dictionary is `"a"`.'],
    ['an item', `N = ["a"]\n${read('N[x]')}`, 'An item of the collection is `"a"`.'],
    ['a walrus', read('(n := "a")'), '`n` is set to `"a"`.'],
    ['or', read('x and "a"'), 'The result of the condition is `"a"`.'],
    ['a method', `n = "A"\n${read('n.lower()')}`, '`lower` is looked up in `n`.'],
    ['a text that grows', `n = "a"\nn += "b"\n${read('n')}`, '`n` is extended by `"b"`.'],
    ['a sum', `n = "a"\n${read('n + "b"')}`, '`n` is a part of the string.'],
  ])('by %s', (_, text, sentence) => {
    expect(explained(text)).toContain(sentence);
  });
});

describe('a reference explains its patterns', () => {
  it('by each part, and why it is not known', () => {
    expect(explained(`brand = "acme"\n${read('f"{brand}_{env}_api"')}`)).toBe(
      [
        'pattern: acme_*_api',
        '  start.py:2 The name is read from `f"{brand}_{env}_api"`.',
        '  start.py:2 `brand` is inserted into the string.',
        '  start.py:1 `brand` is set to `"acme"`.',
        '  start.py:2 `env` is inserted into the string.',
        '  start.py:2 `env` is not assigned anywhere in view.',
      ].join('\n'),
    );
  });
});

describe('a reference says why its name is not known', () => {
  it.each([
    [
      'a parameter',
      `def f(conv, n):\n    ${read('n')}`,
      '`n` is a parameter of `f`, and not all of its calls are known.',
    ],
    ['an unknown call', read('pick()'), 'The return value of `pick` is unknown.'],
    [
      'an import from elsewhere',
      `from boto import N\n${read('N')}`,
      '`N` comes from `boto`, which is not a file of this project.',
    ],
    [
      'an import that is not there',
      `from names import N\n${read('N')}//- functions/names.py\n`,
      'The value that `names` assigns to `N` is unknown.',
    ],
    ['an attribute', read('config.name'), 'The value that code assigns to `config.name` is unknown.'],
    ['an entry of something', read('names[0]'), 'It is unknown which entry `names[0]` refers to.'],
    ['a loop', `for n in names:\n    ${read('n')}`, '`n` comes from a loop over unknown values.'],
    ['a with', `with x as n:\n    ${read('n')}`, '`n` is assigned in a way that is not analyzed.'],
    [
      'a collection that changes',
      `N = {"x": "a"}\nN["x"] = y\n${read('N["x"]')}`,
      'It is unknown which entry `N["x"]` refers to.',
    ],
    ['nothing', read('name'), '`name` is not assigned anywhere in view.'],
    ['None', `n = None\n${read('n')}`, 'No string ever reaches `n`.'],
    ['a number', read('1'), '`1` is not a string.'],
    ['a part of a text', read('f"a_{env}"'), '`env` is not assigned anywhere in view.'],
    ['a function', `def g():\n    pass\n${read('g')}`, '`g` is a definition, not a string.'],
  ])('%s', (_, text, reason) => {
    expect(explained(text).split('\n')[0]).toBe(`unknown: ${reason}`);
  });

  it('next to the names that are known', () => {
    expect(explained(`n = "a" if x else pick()\n${read('n')}`)).toBe(
      [
        'name: a',
        '  start.py:2 The name is read from `n`.',
        '  start.py:1 `n` is set to `"a" if x else pick()`.',
        '  start.py:1 One of two alternatives is `"a"`.',
        'unknown: The return value of `pick` is unknown.',
        '  start.py:2 The name is read from `n`.',
        '  start.py:1 `n` is set to `"a" if x else pick()`.',
        '  start.py:1 One of two alternatives is `pick()`.',
        '  start.py:1 The return value of `pick` is unknown.',
      ].join('\n'),
    );
  });
});

describe('an explanation', () => {
  it('is about the reference at the cursor only', () => {
    const { analyzer, project, file } = openProject(read('"a"'));
    expect(analyzer.explain(file('functions/start.py'), 0, { project })).toBeUndefined();
  });

  it('agrees with the names of the reference', () => {
    const text = `n = "a" if x else f"abc_{y}"\n${read('n')}`;
    const { analyzer, project, file } = openProject(text);
    const [reference] = analyzer.references(file('functions/start.py'), project);
    const found = analyzer.explain(file('functions/start.py'), text.indexOf('n)'), { project });
    expect(found?.reference).toEqual(reference);
    expect(found?.derivations.map(({ text: name }) => name)).toEqual(['a', 'abc_*']);
  });

  it('leaves what is known as it was', () => {
    const text = `N = "a"\n${read('N')}`;
    const { analyzer, project, file } = openProject(text);
    const start = file('functions/start.py');
    const before = analyzer.references(start, project);
    analyzer.explain(start, text.indexOf('N)'), { project });
    expect(analyzer.references(start, project)).toEqual(before);
  });

  it('quotes long code in part, on one line', () => {
    const items = Array.from({ length: 60 }, (_, at) => `\n    "n${at}"`).join(',');
    const text = `N = [${items}]\n${read('N[0]')}`;
    const { analyzer, project, file } = openProject(text);
    const found = analyzer.explain(file('functions/start.py'), text.indexOf('N[0]'), { project });
    const codes = found?.derivations.flatMap(({ steps }) => steps.map(({ code }) => code)) ?? [];
    expect(codes.every((code) => code.length <= 80 && !code.includes('\n'))).toBe(true);
    expect(codes).toContain('"n0"');
  });

  it('of other languages shows where the name is written', () => {
    const { analyzer } = openProject('');
    const text = 'process.env.STRIPE_API_KEY;';
    const file = analyzer.parse({ uri: 'file:///w/booking/a.js', languageId: 'javascript', text });
    expect(analyzer.explain(file, text.indexOf('STRIPE'), {})?.derivations).toMatchObject([
      { kind: 'name', text: 'STRIPE_API_KEY', steps: [{ sentence: 'The name is written here.' }] },
    ]);
  });
});
