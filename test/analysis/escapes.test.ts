import { describe, expect, it } from 'vitest';
import { namesIn } from '../support/analysis-markers.ts';

/** The names of the last reference in the code. */
function lastNames(code: string): string | undefined {
  return namesIn(code).at(-1);
}

const read = (name: string): string => `conv.utils.get_secret(${name})`;

describe('a collection may have changed after', () => {
  const cfg = 'cfg = {"k": "a"}';
  const after = (code: string): string => `${cfg}\n${code}\n${read('cfg["k"]')}`;
  it.each([
    ['a call it is given to', after('load(cfg)')],
    ['a method it is given to', after('loader.load(cfg)')],
    ['a keyword argument', after('load(target=cfg)')],
    ['an item that is set', after('cfg["k"] = pick()')],
    ['an item in a tuple that is set', after('cfg["k"], x = pick()')],
    ['an item that a loop sets', after('for cfg["k"] in names:\n    pass')],
    ['an item that with sets', after('with pick() as cfg["k"]:\n    pass')],
    ['an item that is deleted', after('del cfg["k"]')],
    ['an item that grows', after('cfg["k"] += "b"')],
    ['an update', after('cfg.update(more)')],
    ['an update by method name', after('change = cfg.update')],
    ['|=', after('cfg |= more')],
    ['another name for it', after('other = cfg\nload(other)')],
    ['an attribute that holds it', after('self.cfg = cfg')],
    ['being put into another one', after('all = [cfg]')],
    ['a default', after('def f(c=cfg):\n    pass')],
    ['being returned', `def f(conv):\n    ${cfg}\n    def g():\n        return cfg\n    ${read('cfg["k"]')}`],
    ['stars', after('load(*cfg)')],
    ['or', after('other = cfg or {}\nother["k"] = x')],
    ['two names at once', `cfg = other = {"k": "a"}\nload(other)\n${read('cfg["k"]')}`],
    ['a walrus', `load(cfg := {"k": "a"})\n${read('cfg["k"]')}`],
    ['list.reverse', `n = ["a", "b"]\nn.reverse()\n${read('n[0]')}`],
    ['list.sort', `n = ["b", "a"]\nn.sort()\n${read('n[0]')}`],
    ['an inner one that is given away', `c = {"x": {"k": "a"}}\nload(c["x"])\n${read('c["x"]["k"]')}`],
    [
      'an inner one that is changed',
      `c = {"x": {"k": "a"}}\nd = c["x"]\nd["k"] = "b"\n${read('c["x"]["k"]')}`,
    ],
    [
      'an inner one that a loop changes',
      `c = {"x": {"k": "a"}}\nfor d in c.values():\n    d["k"] = "b"\n${read('c["x"]["k"]')}`,
    ],
    ['a private parameter', `def _g(c):\n    load(c)\n    ${read('c["k"]')}\n_g({"k": "a"})`],
    [
      'an attribute that is given away',
      `class A:\n    def f(self, conv):\n        self.c = {"k": "a"}\n        load(self.c)\n        ${read('self.c["k"]')}`,
    ],
    [
      'a constant of a class that is given away',
      `class A:\n    C = {"k": "a"}\n    def f(self, conv):\n        load(A.C)\n        ${read('self.C["k"]')}`,
    ],
  ])('%s', (_, code) => {
    expect(lastNames(code)).toBe('?');
  });
});

describe('a collection stays as written through', () => {
  it.each([
    ['subscripts', `N = {"x": "a"}\nlog(N[y])\n${read('N[x]')}`, 'a'],
    ['views', `N = {"x": "a"}\nlog(N.keys(), N.items())\n${read('N[x]')}`, 'a'],
    ['in', `N = {"x": "a"}\nif x in N and len(N):\n    ${read('N[x]')}`, 'a'],
    ['loops', `N = ["a", "b"]\nfor n in N:\n    log(n)\nfor i, n in enumerate(N):\n    ${read('n')}`, 'a|b'],
    ['comprehensions', `N = ["a"]\nm = [log(n) for n in N]\n${read('N[0]')}`, 'a'],
    ['an attribute', `N = {"x": "a"}\ndef f(self, conv):\n    ${read('N[self.country]')}`, 'a'],
    ['a tuple that is given away', `N = ("a", "b")\nlog(N)\n${read('N[0]')}`, 'a'],
    ['a name for an inner one', `C = {"x": {"k": "a"}}\nc = C[brand]\n${read('c["k"]')}`, 'a'],
    ['a loop over inner ones', `C = [{"k": "a"}]\nfor c in C:\n    ${read('c["k"]')}`, 'a'],
    [
      'a constant of a class',
      `class A:\n    N = {"x": "a"}\n    def f(self, conv):\n        ${read('self.N[x]')}`,
      'a',
    ],
  ])('%s', (_, code, expected) => {
    expect(lastNames(code)).toBe(expected);
  });
});

describe('the earlier name is still possible after', () => {
  it.each([
    [
      'a nonlocal that a function may set',
      `def f(conv):\n    n = "a"\n    def s():\n        nonlocal n\n        n = "b"\n    if x():\n        s()\n    ${read('n')}`,
      'a|b',
    ],
    [
      'a global that a function may set',
      `n = "a"\ndef s():\n    global n\n    n = "b"\nif x():\n    s()\n${read('n')}`,
      'a|b',
    ],
    [
      'a with that may be left early',
      `n = "a"\nwith suppress(E):\n    boom()\n    n = "b"\n${read('n')}`,
      'a|b',
    ],
    [
      'a with that may be left between two',
      `with suppress(E):\n    n = "a"\n    boom()\n    n = "b"\n${read('n')}`,
      'a|b',
    ],
    ['a star import', `N = "a"\nfrom names import *\n${read('N')}`, '?'],
    ['a star import, in a function', `N = "a"\nfrom names import *\ndef f(conv):\n    ${read('N')}`, '?'],
    ['but not one before', `from _gen import *\nN = "a"\n${read('N')}`, 'a'],
    ['nor one before, in a function', `from _gen import *\nN = "a"\ndef f(conv):\n    ${read('N')}`, 'a'],
    ['nor one for a local', `def f(conv):\n    n = "a"\n    ${read('n')}\nfrom names import *`, 'a'],
  ])('%s', (_, code, expected) => {
    expect(lastNames(code)).toBe(expected);
  });
});

describe('a builtin is not meant by', () => {
  it.each([
    ['a function called str', `def str(x):\n    return pick()\n${read('str("a")')}`],
    ['an import called str', `from names import str\n${read('str("a")')}`],
    ['a parameter called sorted', `def f(conv, sorted):\n    for n in sorted(["a"]):\n        ${read('n')}`],
    ['another enumerate', `from x import enumerate\nfor i, n in enumerate(["a"]):\n    ${read('n')}`],
  ])('%s', (_, code) => {
    expect(lastNames(code)).not.toBe('a');
  });
});

describe('long code ends in time', () => {
  it('when names branch repeatedly', () => {
    const steps = Array.from({ length: 60 }, (_, i) => `n${i + 1} = n${i} or n${i}`);
    const code = ['n0 = "a" if x else "b"', ...steps.slice(0, 20), read('n20')].join('\n');
    expect(lastNames(code)).toBe('a|b');
    expect(lastNames(['n0 = "a"', ...steps, read('n60')].join('\n'))).toMatch(/^[a?]$/);
  });

  it('when a choice has very many arms', () => {
    const arms = Array.from({ length: 4000 }, (_, i) => `"a${i}" if x == ${i} else `).join('');
    expect(lastNames(read(`${arms}"z"`))).toBe('?');
  });
});

describe('a variable called conv is not a conversation when', () => {
  const use = 'conv.utils.get_secret("a")';
  it.each([
    ['it comes from a call', `conv = boto3.client("x")\n${use}`],
    ['the module makes one', `conv = aws_utils.Converter()\ndef f():\n    ${use}`],
    ['one branch makes something else', `def f(conv):\n    if x:\n        conv = make()\n    ${use}`],
    ['its utils are replaced', `def f(conv):\n    conv.utils = Kubernetes()\n    ${use}`],
    ['its function is replaced', `def f(conv):\n    conv.utils.get_secret = fake\n    ${use}`],
  ])('%s', (_, code) => {
    expect(namesIn(code)).toEqual([]);
  });

  it.each([
    ['comes from an attribute', `def f(self):\n    conv = self.conv\n    ${use}`],
    ['comes from a parameter', `def f(c):\n    conv = c\n    ${use}`],
    ['has the type', `conv: Conversation = make()\n${use}`],
    ['is a keyword argument too', `def f(conv):\n    g(conv=conv)\n    ${use}`],
    ['has a default', `def f(conv=None):\n    ${use}`],
  ])('but is one when it %s', (_, code) => {
    expect(namesIn(code)).toEqual(['a']);
  });
});

describe('a name is dynamic when it may be set out of sight', () => {
  const constant = `class A:\n    N = "a"\n    def f(self, conv):\n        ${read('self.N')}`;
  it.each([
    ['by setattr', `setattr(A, "N", "b")\n${constant}`],
    ['by __dict__', `x.__dict__.update(more)\n${constant}`],
    ['by vars', `vars(A)["N"] = "b"\n${constant}`],
    ['by __getattribute__', `${constant}\n    def __getattribute__(self, name):\n        return "b"`],
    ['by a metaclass', constant.replace('A:', 'A(metaclass=M):')],
    ['by globals', `N = "a"\nglobals()["N"] = "b"\n${read('N')}`],
    ['as the member of an enumeration', `class Names(Enum):\n    N = "a"\n${read('Names.N')}`],
    ['as a coroutine', `async def g():\n    return "a"\n${read('g()')}`],
  ])('%s', (_, code) => {
    expect(lastNames(code)).toBe('?');
  });

  it('but not what a coroutine returns', () => {
    const code = `async def g():\n    return "a"\nasync def f(conv):\n    ${read('await g()')}`;
    expect(lastNames(code)).toBe('a');
  });
});

describe('the environment is not read from', () => {
  it.each([
    ['a parameter called os', 'def f(os):\n    os.environ["A"]'],
    ['a local called os', 'import os\ndef f():\n    os = make()\n    os.environ["A"]'],
    ['a loop variable called os', 'for os in systems:\n    os.getenv("A")'],
    ['a class called os', 'class os:\n    environ = {}\nos.environ["A"]'],
  ])('%s', (_, code) => {
    expect(namesIn(code)).toEqual([]);
  });

  it.each([
    ['a parameter called process', 'function f(process) { return process.env.A; }'],
    ['an arrow parameter called process', 'const f = (process) => process.env.A;'],
    ['a constant called process', 'const process = start(); process.env.A;'],
    ['another import called process', 'import process from "./job"; process.env.A;'],
    ['a function called process', 'function process() {}\nprocess.env.A;'],
  ])('%s', (_, code) => {
    expect(namesIn(code, 'javascript')).toEqual([]);
  });

  it.each([
    ['imported', 'import process from "node:process"; process.env.A;'],
    ['imported by name', 'import * as process from "process"; process.env.A;'],
    ['required', 'const process = require("node:process"); process.env.A;'],
  ])('but from the module when it is %s', (_, code) => {
    expect(namesIn(code, 'javascript')).toEqual(['env:A']);
  });
});
