import { describe, expect, it } from 'vitest';
import { createAnalyzer, looseReaders } from '../../analysis/index.ts';

/** The text at each place where any secret may be read. `found` are the names that the analysis has found. */
function looseIn(text: string, found: readonly string[] = [], languageId = 'python'): readonly string[] {
  const known = found.map((name) => text.indexOf(name));
  expect(known).not.toContain(-1);
  return looseReaders(createAnalyzer().parse({ uri: 'file:///w/code', languageId, text }), known, [
    'vault.fetch',
  ]).map((at) => text.slice(at).split('\n')[0] ?? '');
}

describe('a function that reads secrets', () => {
  it.each([
    ['a call with a found name', 'conv.utils.get_secret("crm")', ['crm']],
    ['a call with a found variable', 'conv.utils.get_secret(\n    chosen,\n)', ['chosen']],
    ['a call with a keyword', 'conv.utils.get_secret(secret_name=f"crm")', ['crm']],
    ['a comment', '# get_secret raises an error\nx = 1  # or get_secret(name)', []],
    ['a sentence', 'def f():\n    """Calls get_secret("crm") once."""', []],
    ['a definition', 'def get_secret(name):\n    return name', []],
    ['an import', 'from agent_secrets import get_secret', []],
    [
      'a variable of which every use is found',
      'def f(conv):\n    read = conv.utils.get_secret\n    read("crm")',
      ['crm'],
    ],
    ['a part of another word', 'get_secrets(); my_get_secret_count = 1', []],
    ['one handed to map with its names', 'map(conv.utils.get_secret, ["crm"])', ['crm']],
  ])('is accounted for in %s', (_, text, found) => {
    expect(looseIn(text, found)).toEqual([]);
  });

  it.each([
    ['handed on', 'use(conv.utils.get_secret)'],
    ['called on another object', 'other.get_secret("crm")'],
    ['called with unpacked arguments', 'conv.utils.get_secret(**given)'],
    ['named in a string', 'getattr(conv.utils, "get_secret")("crm")'],
    ['imported with another name', 'from agent_secrets import get_secret as read'],
    ['in an attribute', 'def f(self, conv):\n    self.read = conv.utils.get_secret'],
    ['in a variable of a module', 'read = client.get_secret'],
    ['in a variable of a class', 'class A:\n    read = client.get_secret'],
    ['in a variable that is returned', 'def f(conv):\n    read = conv.utils.get_secret\n    return read'],
    ['of the project', 'use(vault.fetch)'],
  ])('may read anything if it is %s', (_, text) => {
    expect(looseIn(text)).toHaveLength(1);
  });

  it('is found in JavaScript and TypeScript', () => {
    const text = `const names = ["a"].map(conv.utils.getSecret); // getSecret
      class Fake { getSecret(name: string) { return name; } }
      const { getSecret: read } = conv.utils;`;
    expect(looseIn(text, [], 'typescript')).toHaveLength(2);
    expect(
      looseIn('export const F = () => <p>{use(conv.utils.getSecret)}</p>;', [], 'typescriptreact'),
    ).toHaveLength(1);
    expect(looseIn('conv.utils?.getSecret?.("crm");', ['crm'], 'javascript')).toEqual([]);
  });
});
