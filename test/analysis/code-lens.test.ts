import { describe, expect, it } from 'vitest';
import { bookingAgent, open } from '../support/analysis-fixture.ts';
import { lensesIn, marked } from '../support/analysis-features.ts';

const reads = (...names: readonly string[]): string =>
  names.map((name) => `    conv.utils.get_secret("${name}")`).join('\n');

describe('a code lens above a function shows which secrets the function reads', () => {
  it.each([
    ['one', `def f(conv):\n${reads('a')}`, ['f: 1 secret: a']],
    ['several, sorted, each once', `def f(conv):\n${reads('b', 'a', 'b')}`, ['f: 2 secrets: a, b']],
    [
      'many, not all of them',
      `def f(conv):\n${reads('a', 'b', 'c', 'd', 'e')}`,
      ['f: 5 secrets: a, b, c and 2 more'],
    ],
    [
      'each function its own',
      `def f(conv):\n${reads('a')}\n\nasync def g(conv):\n${reads('b')}`,
      ['f: 1 secret: a', 'g: 1 secret: b'],
    ],
    [
      'methods',
      'class A:\n    def run(self):\n        self.conv.utils.get_secret("a")',
      ['run: 1 secret: a'],
    ],
    [
      'the inner of two functions',
      'def f(conv):\n    def g():\n        conv.utils.get_secret("a")\n    return g',
      ['g: 1 secret: a'],
    ],
    [
      'the function around a lambda',
      'def f(conv):\n    return lambda: conv.utils.get_secret("a")',
      ['f: 1 secret: a'],
    ],
    [
      'names in parts',
      'def f(conv, env):\n    conv.utils.get_secret(f"crm_{env}_api")',
      ['f: 1 secret: crm_*_api'],
    ],
    [
      'every possible name',
      'def f(conv, x):\n    conv.utils.get_secret("a" if x else "b")',
      ['f: 2 secrets: a, b'],
    ],
    ['no name that is just being begun', `def f(conv):\n${reads('a', '')}`, ['f: 1 secret: a']],
    ['nothing while the only name is being begun', `def f(conv):\n${reads('')}`, []],
    [
      'names at run time',
      'def f(conv, name):\n    conv.utils.get_secret(name)',
      ['f: secrets whose names are computed at run time'],
    ],
    [
      'some names at run time',
      `def f(conv, name):\n${reads('a')}\n    conv.utils.get_secret(name)`,
      ['f: 1 secret: a, others computed at run time'],
    ],
  ])('%s', (_, code, expected) => {
    expect(lensesIn(code)).toEqual(expected);
  });

  it('opens the places', () => {
    const { analyzer, file } = open(`def f(conv):\n${reads('a', 'b')}\n`);
    const [lens] = analyzer.codeLenses(file, bookingAgent());
    expect(marked(file, lens?.places ?? [])).toContain('("«a»")\n    conv.utils.get_secret("«b»")');
  });
});

describe('in JavaScript and TypeScript too', () => {
  const read = 'conv.utils.getSecret("a")';

  it.each([
    ['functions', `export async function f(conv) { return ${read}; }`, 'f'],
    ['methods', `class A { async run(conv) { return ${read}; } }`, 'run'],
    ['arrow functions with a name', `const f: Start = async (conv) => ${read};`, 'f'],
    ['functions of an object', `export default { start: (conv) => ${read} };`, 'start'],
    ['what is around functions without a name', `function f(conv) { return [1].map(() => ${read}); }`, 'f'],
  ])('%s', (_, code, name) => {
    expect(lensesIn(code, bookingAgent(), 'typescript')).toEqual([`${name}: 1 secret: a`]);
  });

  it('but not at the top of a module, nor for environment variables', () => {
    expect(lensesIn(`const key = ${read};`, bookingAgent(), 'typescript')).toEqual([]);
    const environment = 'function f() { return process.env.CRM_TOKEN; }';
    expect(lensesIn(environment, bookingAgent(), 'typescript')).toEqual([]);
  });
});

describe('no code lens is shown', () => {
  it.each([
    ['above functions that read none', 'def f(conv):\n    return 1'],
    ['about the environment', 'import os\ndef f():\n    return os.environ["CRM_TOKEN"]'],
    ['at the top of a module', 'conv.utils.get_secret("a")'],
    ['for a default value, which the module reads', 'def f(x=conv.utils.get_secret("a")):\n    return x'],
    ['for other libraries', 'def f(aws):\n    aws.get_secret("a")'],
  ])('%s', (_, code) => {
    expect(lensesIn(code)).toEqual([]);
  });

  it('in files outside any agent', () => {
    expect(lensesIn(`def f(conv):\n${reads('a')}`, {})).toEqual([]);
  });
});
