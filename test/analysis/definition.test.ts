import { describe, expect, it } from 'vitest';
import { definedAt, marked } from '../support/analysis-features.ts';
import { openProject } from '../support/analysis-project.ts';

describe('a name leads to the literal that supplies it', () => {
  it.each([
    ['a constant', 'NAME = "a"\nconv.utils.get_secret(NA$0ME)', 'NAME = «"a"»\nconv.utils.get_secret(NAME)'],
    [
      'each branch',
      'def f(conv, x):\n    if x:\n        n = "a"\n    else:\n        n = "b"\n    conv.utils.get_secret(n$0)',
      'def f(conv, x):\n    if x:\n        n = «"a"»\n    else:\n        n = «"b"»\n    conv.utils.get_secret(n)',
    ],
    [
      'an entry of a dictionary',
      'NAMES = {"x": "a", "y": "b"}\nconv.utils.get_secret(NAMES["y$0"])',
      'NAMES = {"x": "a", "y": «"b"»}\nconv.utils.get_secret(NAMES["y"])',
    ],
    [
      'what a function returns',
      'def name():\n    return "a"\nconv.utils.get_secret(na$0me())',
      'def name():\n    return «"a"»\nconv.utils.get_secret(name())',
    ],
    [
      'a choice in the call itself',
      'conv.utils.get_secret("a" if x$0 else "b")',
      'conv.utils.get_secret(«"a"» if x else «"b"»)',
    ],
    [
      'a variable of the environment',
      'import os\nKEY = "CRM_TOKEN"\nos.environ[KE$0Y]',
      'import os\nKEY = «"CRM_TOKEN"»\nos.environ[KEY]',
    ],
  ])('%s', (_, code, expected) => {
    expect(definedAt(code)).toBe(expected);
  });

  it('a name written at the call leads to itself, from where editors continue to its references', () => {
    expect(definedAt('conv.utils.get_secret("a$0b")')).toBe('conv.utils.get_secret("«ab»")');
    expect(definedAt('{ "secret_name": "cr$0m" }', 'json')).toBe('{ "secret_name": "«crm»" }');
  });
});

describe('there is no definition', () => {
  it.each([
    ['for a name at run time', 'def f(conv, name):\n    conv.utils.get_secret(na$0me)'],
    ['beside a name', 'conv.utils.get_sec$0ret("a")'],
    ['for code that is not a reference', 'x = "a"\nprint(x$0)'],
  ])('%s', (_, code) => {
    expect(definedAt(code)).toBe(code.replace('$0', ''));
  });
});

it('a name leads into the file it is imported from', () => {
  const { analyzer, project, file } = openProject(
    [
      '//- functions/start.py',
      'from names import CRM',
      'def start(conv):',
      '    conv.utils.get_secret(CRM)',
      '//- functions/names.py',
      'CRM = "crm_api"',
    ].join('\n'),
  );
  const start = file('functions/start.py');
  const names = file('functions/names.py');
  const [place] = analyzer.definition(start, start.text.indexOf('(CRM') + 1, { project });
  expect(place?.uri).toBe(names.uri);
  expect(marked(names, place ? [place.range] : [])).toContain('CRM = «"crm_api"»');
});
