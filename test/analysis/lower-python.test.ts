import { parser } from '@lezer/python';
import { describe, expect, test } from 'vitest';
import type { Unit } from '../../analysis/ir/ir.ts';
import type { Span } from '../../analysis/model/parsed-file.ts';
import { lowerPython } from '../../analysis/lower/python/lower-python.ts';
import { createUnitMemo } from '../../analysis/lower/units.ts';
import { runToEnd } from '../../analysis/model/in-slices.ts';
import { printStatements } from '../support/print-ir.ts';

function unitsOf(text: string, memo = createUnitMemo()): readonly Unit[] {
  return runToEnd(lowerPython({ text, tree: parser.parse(text) }, memo));
}

function lowered(text: string): string {
  return unitsOf(text)
    .map(({ code }) => printStatements(code.body))
    .filter((lines) => lines !== '')
    .join('\n');
}

type Case = readonly [title: string, python: string, expected: string];

function check(cases: readonly Case[]): void {
  test.each(cases)('%s', (_, python, expected) => {
    expect(lowered(python)).toBe(expected);
  });
}

describe('literals', () => {
  check([
    ['constants', 'a = None, True, 1_000, 0xff, 1.5', 'a = tuple[null, true, 1000, 255, 1.5]'],
    [
      'numbers that Python shows differently are unknown',
      'a = 1.0, 2j, 99999999999999999999',
      'a = tuple[unknown(), unknown(), unknown()]',
    ],
    [
      'escapes',
      String.raw`a = "\x41\u0042\103\n\\", r"\n", b"\x41\u"`,
      String.raw`a = tuple["ABC\n\\", "\\n", "A\\u"]`,
    ],
    ['an escape by name is unknown', String.raw`a = "\N{BULLET}"`, 'a = unknown()'],
    ['strings in a row are one string', 'a = ("b" \'c\'\n     """d""")', 'a = "bcd"'],
    [
      'negative numbers',
      'a = -1, -b, +1, -2 ** 2',
      'a = tuple[-1, arithmetic(b), arithmetic(1), arithmetic(arithmetic(2, 2))]',
    ],
    ['... is unknown', 'a = ...', 'a = unknown()'],
  ]);
});

describe('f-strings', () => {
  check([
    ['fields and text', 'f"a{b}c{{d}}"', 'text("a", b, "c{d}")'],
    ['without fields', 'a = f"b{{}}"', 'a = "b{}"'],
    ['formats', 'f"{a!r:>4}{b:.2f}{c!s}"', 'text(a!r:>4, b:.2f, c!s)'],
    ['nested fields are evaluated before the value', 'f"{a:>{b}}"', 'text(sequence(b, a):>{b})'],
    ['`=` shows the code', 'f"{ a = }{b=:x}"', 'text(" a = ", a!r, "b=", b:x)'],
    ['next to other strings', '"a" f"{b}" "c"', 'text("a", b, "c")'],
    ['a tuple in a field', 'f"{a, b}"', 'text(tuple[a, b])'],
    ['t-strings', 'c = t"a{b}"\nd = 1', 'c = text("a", b)\nd = 1'],
  ]);
});

describe('operators', () => {
  check([
    ['chains become one operation', 'a + b + c\na and b and c', 'add(a, b, c)\nand(a, b, c)'],
    ['different operators nest', 'a + b * c - d', 'subtract(add(a, arithmetic(b, c)), d)'],
    ['`not` binds more tightly than `and`', 'not a and b or c', 'or(and(not(a), b), c)'],
    ['`not` binds less tightly than comparisons', 'not a in b', 'not(in(a, b))'],
    [
      '`await` binds most tightly',
      'await a + b * await c ** 2',
      'add(await(a), arithmetic(b, arithmetic(await(c), 2)))',
    ],
    ['powers are combined from the right', 'a ** b ** -c', 'arithmetic(a, arithmetic(b, arithmetic(c)))'],
    ['% and |', '"%s" % a | b', 'union(modulo("%s", a), b)'],
    [
      'identity and membership',
      'a is None, a is not b, a not in b',
      'tuple[equal(a, null), unequal(a, b), not in(a, b)]',
    ],
    ['chained comparisons', 'a < b == c', 'and(less(a, b), equal(b, c))'],
    [
      'a chained comparison evaluates its middle once',
      'a < f() < c',
      'and(less(a, (compared#2 := f())), less(compared#2, c))',
    ],
    ['conditional expressions', 'a if b else c if d else e', '(b ? a : (d ? c : e))'],
    ['assignment expressions', 'f(a := 1, b[c := 2])', 'f((a := 1), b[(c := 2)])'],
  ]);
});

describe('expressions', () => {
  check([
    ['attributes, subscripts and slices', 'a.b[c][1:d][::2][:]', 'a.b[c][1:d:][::2][::]'],
    ['several indices', 'a[b, 1:2], a[*b, c]', 'tuple[a[tuple[b, unknown(1, 2)]], a[tuple[...b, c]]]'],
    ['arguments', 'f(a, *b, c=d, **e)', 'f(a, *b, c=d, **e)'],
    ['a generator as the only argument', 'f(a for a, b in c)', 'f(generator(a#2 for [a#2, b#2] in c))'],
    ['collections', '[a, *b], (c,), {d, e}, ()', 'tuple[list[a, ...b], tuple[c], set[d, e], tuple[]]'],
    ['dictionaries', '{"a": 1, **b, c: {}}', '{"a": 1, ...b, c: {}}'],
    ['isinstance remains a call', 'isinstance(a, str)', 'isinstance(a, str)'],
    ['super', 'super().a\nsuper(B, self).a', 'super().a\nsuper().a'],
    [
      'yield',
      'a = yield\nb = yield c, d\nyield from e',
      'a = yield()\nb = yield(tuple[c, d])\nyield from(e)',
    ],
    ['lambda', 'lambda a, /, *b, c=d, **e: a', '(function(a, *b, only c = d, **e) => a)'],
  ]);
});

describe('comprehensions', () => {
  const within = (body: string): string => `def f(a, b):\n    return ${body}`;
  const returns = (value: string): string => `f = function f(a, b)\n  return ${value}`;
  check([
    [
      'variables that are used elsewhere have unique names',
      within('[a for a in a]'),
      returns('list(a#2 for a#2 in a)'),
    ],
    [
      'other variables keep theirs',
      within('{c: d for c, d in a if c}'),
      returns('dictionary(c: d for [c, d] in a if c)'),
    ],
    [
      'several loops',
      within('{c for x in a for c in x if c if b}'),
      returns('set(c for x in a for c in x if c if b)'),
    ],
    [
      'nested ones',
      within('[[x for x in x] for x in a]'),
      returns('list(list(x#2 for x#2 in x) for x in a)'),
    ],
    ['in a module, all variables have unique names', '[a for a in b]', 'list(a#2 for a#2 in b)'],
    [
      'a lambda in one sees its variables',
      '[lambda b=a: a + b for a in c]',
      'list((function(b = a#2) => add(a#2, b)) for a#2 in c)',
    ],
    [
      'async loops await',
      'async def f():\n    return [a async for a in b]',
      'f = async function f()\n  return list(a for a in await(b))',
    ],
  ]);

  test('their variables are not bound by the unit', () => {
    expect(unitsOf('a = [b for b in c if (d := b)]')[0]?.code.binds).toEqual(['d', 'a']);
  });
});

describe('assignments', () => {
  check([
    ['chains', 'a = b.c = d[0] = e', 'a = b.c = d[0] = e'],
    ['nested targets', 'a, (b, *c) = [d, e.f] = g', '[a, [b, ...c]] = [d, e.f] = g'],
    ['tuples without brackets', 'a = b, *c', 'a = tuple[b, ...c]'],
    ['a slice as a target', 'a[1:b] = c', 'a[unknown(1, b)] = c'],
    ['annotations', 'a: int = 1\nb: str', 'a = 1'],
    [
      'updates',
      'a += 1\na.b %= c\na |= {}\na //= 2',
      'a =add 1\na.b =modulo c\na =union {}\na =arithmetic 2',
    ],
    ['del', 'del a, (b.c, d[0])', 'delete a\ndelete b.c\ndelete d[0]'],
    ['type statements', 'type A[T] = list[T]', 'A = list[T]'],
    ['several statements on a line', 'a = 1; b(); del a', 'a = 1\nb()\ndelete a'],
  ]);
});

describe('control flow', () => {
  check([
    ['if', 'if a:\n  b\nelif c: d\nelse:\n  e', 'if a\n  b\nelse\n  if c\n    d\n  else\n    e'],
    ['while', 'while a:\n  break\nelse:\n  b', 'while a\n  break\nelse\n  b'],
    ['an endless loop has no condition', 'while True: continue', 'while\n  continue'],
    ['for', 'for a, b in c, d:\n  e\nelse:\n  f', 'for [a, b] in tuple[c, d]\n  e\nelse\n  f'],
    ['for over starred values', 'for a in *b, c: d', 'for a in tuple[...b, c]\n  d'],
    [
      'try',
      'try:\n  a\nexcept B as c:\n  d\nexcept (E, F):\n  raise\nexcept:\n  g\nelse:\n  h\nfinally:\n  i',
      'try\n  a\nexcept B as c\n  d\nexcept tuple[E, F]\n  raise\nexcept\n  g\nelse\n  h\nfinally\n  i',
    ],
    ['except without parentheses', 'try: a\nexcept B, C, D: e', 'try\n  a\nexcept tuple[B, C, D]\n  e'],
    ['except*', 'try: a\nexcept* B as c: d', 'try\n  a\nexcept B as c\n  d'],
    ['raise', 'raise a(b) from c', 'raise a(b) from c'],
    ['assert', 'assert a, b', 'if not(a)\n  raise AssertionError(b)'],
    [
      'with',
      'with a as b, c():\n  d',
      'block\n  with#2 = a\n  b = enter(with#2)\n  with#3 = c()\n  enter(with#3)\n  d\n  exit(with#3)\n  exit(with#2)',
    ],
    [
      'with in parentheses',
      'with (a as b, c as d):\n  e',
      'block\n  with#2 = a\n  b = enter(with#2)\n  with#3 = c\n  d = enter(with#3)\n  e\n  exit(with#3)\n  exit(with#2)',
    ],
    [
      'with any target',
      'with a as (b, c), d as e.f, g as h[0]:\n  i',
      'block\n  with#2 = a\n  [b, c] = enter(with#2)\n  with#3 = d\n  e.f = enter(with#3)\n  with#4 = g\n  h[0] = enter(with#4)\n  i\n  exit(with#4)\n  exit(with#3)\n  exit(with#2)',
    ],
    [
      'suppress catches exceptions',
      'with contextlib.suppress(A, B):\n  c',
      'block\n  with#2 = contextlib.suppress(A, B)\n  enter(with#2)\n  try\n    c\n  except tuple[A, B]\n  exit(with#2)',
    ],
    [
      'async loops and blocks await',
      'async def f():\n  async with a as b:\n    async for c in d: e',
      'f = async function f()\n  block\n    with#2 = a\n    b = await(enter(with#2))\n    for c in await(d)\n      e\n    exit(with#2)',
    ],
  ]);
});

describe('match', () => {
  const cases = (...patterns: readonly string[]): string =>
    `match a:\n${patterns.map((pattern) => `  case ${pattern}: x\n`).join('')}`;
  check([
    [
      'literals and alternatives',
      cases('1 | -2', 'None', 'B.c'),
      'if or(equal(a, 1), equal(a, -2))\n  x\nelse\n  if equal(a, null)\n    x\n  else\n    if equal(a, B.c)\n      x',
    ],
    ['_ is the last else', cases('1', '_'), 'if equal(a, 1)\n  x\nelse\n  x'],
    ['a captured variable is assigned', cases('b'), 'b = a\nx'],
    [
      'a captured subject is kept',
      cases('1 as a'),
      'subject#2 = a\nif equal(subject#2, 1)\n  a = subject#2\n  x',
    ],
    ['a guard sees captured variables', cases('b if b'), 'if and(sequence((b := a), true), b)\n  x'],
    [
      'sequences',
      cases('[b, *c, 1]'),
      'if and(instance(a, tuple[list, tuple]), not in(len(a), tuple[0, 1]), equal(a[-1], 1))\n  b = a[0]\n  c = list[...a[1:-1:]]\n  x',
    ],
    [
      'a sequence without brackets',
      cases('b, _'),
      'if and(instance(a, tuple[list, tuple]), equal(len(a), 2))\n  b = a[0]\n  x',
    ],
    [
      'mappings',
      cases('{"k": b, C.d: 1, **e}'),
      'if and(instance(a, dict), in("k", a), in(C.d, a), equal(a[C.d], 1))\n  b = a["k"]\n  e = {...a}\n  delete e["k"]\n  delete e[C.d]\n  x',
    ],
    [
      'classes',
      cases('C(1, d=e)', 'str(b)', 'D()'),
      'if and(instance(a, C), equal(getattr(a, a.__match_args__[0]), 1))\n  e = a.d\n  x\nelse\n  if instance(a, str)\n    b = a\n    x\n  else\n    if instance(a, D)\n      x',
    ],
    [
      'alternatives with variables',
      cases('[b] | {"k": b}'),
      'if or(and(instance(a, tuple[list, tuple]), equal(len(a), 1), sequence((b := a[0]), true)), and(instance(a, dict), in("k", a), sequence((b := a["k"]), true)))\n  x',
    ],
    ['several subjects', 'match a, b(c):\n  case _: x', 'subject#2 = tuple[a, b(c)]\nx'],
  ]);
});

describe('functions', () => {
  check([
    [
      'all kinds of parameters',
      'def f(a, /, b: int = c, *d: str, e, **g) -> int: pass',
      'f = function f(a, b: int = c, *d: str, only e, **g)',
    ],
    ['a lone star', 'def f(*, a): pass', 'f = function f(only a)'],
    ['decorators', '@a\n@b.c(d)\nasync def f(): return', 'f = @a\n@b.c(d)\nasync function f()\n  return'],
    [
      'decorators of any form',
      '@a[0].b\n@(lambda g: g)\ndef f(): pass',
      'f = @a[0].b\n@(function(g) => g)\nfunction f()',
    ],
    ['generators', 'def f():\n  yield a', 'f = generator function f()\n  yield(a)'],
    ['global names', 'def f():\n  global a\n  a = b = 1', 'f = function f()\n  globals a\n  a = b = 1'],
    ['docstrings are left out', 'def f():\n  """Text."""\n  ...\n  pass', 'f = function f()'],
  ]);

  test('all variables are locals, except global and nonlocal ones', () => {
    const [unit] = unitsOf(
      [
        'def f(a, *b, c=x, **d):',
        '    global g1',
        '    nonlocal n1',
        '    g1 = n1 = e = y',
        '    for h, (i, *j) in z: k: int',
        '    with m as n, o as (p, q): import r.s, t as u',
        '    try: v += (w := 1)',
        '    except A as error: del aa',
        '    def ab(ac): ad = 1',
        '    class ae: af = 1',
        '    return [ag for ag in ah], lambda ai: aj',
      ].join('\n'),
    );
    const statement = unit?.code.body[0];
    const value = statement?.kind === 'assign' ? statement.value : undefined;
    const code = value?.kind === 'function' ? value.code : undefined;
    expect([...(code?.locals ?? [])].toSorted()).toEqual(
      'a aa ab ae ag b c d e error h i j k n p q r u v w with#2 with#3'.split(' ').toSorted(),
    );
    expect([...(code?.globals ?? [])]).toEqual(['g1']);
    expect(unit?.code.binds).toEqual(['g1', 'f']);
  });
});

describe('classes', () => {
  check([
    [
      'roles of methods',
      [
        'class A(B, metaclass=C):',
        '  def __init__(self, a): self.a = a',
        '  def __new__(cls): pass',
        '  def b(this, c): pass',
        '  @property',
        '  def d(self): pass',
        '  @d.setter',
        '  def d(self, e): pass',
        '  @functools.cached_property',
        '  def g(self): pass',
        '  @staticmethod',
        '  def h(i): pass',
        '  @classmethod',
        '  @cache',
        '  def j(cls, k): pass',
      ].join('\n'),
      [
        'A = class A(B, metaclass=C)',
        '  constructor __init__(self; a)',
        '    self.a = a',
        '  class __new__(cls; )',
        '  method b(this; c)',
        '  getter d(self; )',
        '  setter d(self; e)',
        '  getter g(self; )',
        '  static h(i)',
        '  @cache',
        '  class j(cls; k)',
      ].join('\n'),
    ],
    [
      'fields and statics',
      'class A:\n  a: int\n  b: str = "c"\n  d = 1\n  e: ClassVar[int] = 2',
      'A = class A\n  field a\n  field b = "c"\n  static b = "c"\n  static d = 1\n  static e = 2',
    ],
    [
      'a property of the class',
      'class A:\n  @classmethod\n  @property\n  def b(cls): pass',
      'A = class A\n  class getter b(cls; )',
    ],
    [
      'data classes',
      '@dataclass(frozen=True)\nclass A:\n  a: int',
      'A = @dataclass(frozen=true)\nrecord A\n  field a',
    ],
    ['named tuples', 'class A(typing.NamedTuple):\n  a: int', 'A = record A(typing.NamedTuple)\n  field a'],
    [
      'fields that are no arguments',
      '@dataclass\nclass A:\n  a: int = field(init=False)\n  _: KW_ONLY',
      'A = @dataclass\nrecord A\n  static a = field(init=false)',
    ],
    [
      'a constructor of its own makes a data class a plain one',
      '@dataclass\nclass A:\n  def __init__(self): pass',
      'A = @dataclass\nclass A\n  constructor __init__(self; )',
    ],
    [
      'nested classes, and methods under a condition',
      'class A:\n  class B: c = 1\n  if d:\n    def e(self): pass',
      'A = class A\n  static B = class B\n  static   static c = 1\n  static if d\n  method e(self; )',
    ],
  ]);
});

describe('imports', () => {
  check([
    ['modules', 'import a, b as c', 'import a: module as a\nimport b: module as c'],
    ['a dotted module binds its first part', 'import a.b', 'import a.b\nimport a: module as a'],
    ['a dotted module with an alias', 'import a.b as c', 'import a.b: module as c'],
    ['names', 'from a.b import (c, d as e)', 'import a.b: c as c, d as e'],
    ['relative ones', 'from . import a\nfrom ...b import c', 'import .: a as a\nimport ...b: c as c'],
    ['everything', 'from a import *', 'import a: *'],
  ]);
});

describe('broken code', () => {
  check([
    ['a missing value', 'a =\nb = 1', 'a = unknown()\nb = 1'],
    ['a missing bracket', 'a = f(b', 'a = f(b)'],
    ['a missing property', 'a = b.\nc = 1', 'a = unknown(b)\nc = 1'],
    ['a string that is not closed', 'a = "b\nc = 1', 'a = unknown()\nc = 1'],
    ['an else without if', 'else:\n  a', 'try\n  a'],
    ['a missing operand', 'a = 1 +\nb', 'a = add(1, unknown())\nb'],
    ['Python 2', 'print "a"\nraise A, "b"', 'print("a")\nraise tuple[A, "b"]'],
    ['an incomplete import', 'from a import', 'import a'],
    ['an empty function', 'def f(', 'f = function f()'],
  ]);

  test.each([
    ['parentheses', `a = ${'('.repeat(10_000)}b${')'.repeat(10_000)}`],
    ['brackets', `a = ${'['.repeat(5000)}b${']'.repeat(5000)}`],
    ['open brackets', `a = ${'f(['.repeat(5000)}`],
    ['sums', `a = ${'b + '.repeat(5000)}c`],
    ['different operators', `a = ${'b + c - '.repeat(2500)}d`],
    ['prefixes', `a = ${'not '.repeat(5000)}b`],
    ['comparisons', `a = ${'f() < '.repeat(2000)}b`],
    ['calls', `a = b${'.c()'.repeat(5000)}`],
    ['conditions', `a = ${'b if c else '.repeat(5000)}d`],
    ['lambdas', `a = ${'lambda: '.repeat(5000)}b`],
    ['elif', `if a:\n  b\n${'elif c:\n  d\n'.repeat(5000)}`],
    ['cases', `match a:\n${'  case 1: b\n'.repeat(5000)}`],
    ['patterns', `match a:\n  case ${'['.repeat(3000)}b${']'.repeat(3000)}: c`],
    ['targets', `${'[a, '.repeat(3000)}b${']'.repeat(3000)} = c`],
    [
      'blocks',
      `${Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}if a:\n`).join('')}${' '.repeat(1000)}b`,
    ],
    ['comprehensions', `${'[a for a in '.repeat(3000)}b${']'.repeat(3000)}`],
    ['f-strings', `a = ${'f"{'.repeat(1000)}`],
  ])('%s nested thousands of times do not overflow the stack', (_, python) => {
    expect(() => JSON.stringify(unitsOf(python).map(({ code }) => code.body))).not.toThrow();
  });

  test('every prefix of a program can be lowered, and all spans are inside of its units', () => {
    const program = [
      '@a.b(c)[0]\nclass D(E, metaclass=F):\n  g: int = 1\n  @property\n  def h(self): return f"{self.i!r:>{j}}"\n',
      'with (k as l, m as n.o):\n  match p, q:\n    case {"r": [s, *_], **t} if u: v = t"w{x}"\n',
      'try:\n  y = [z async for z in await aa if not bb and cc]\nexcept A, B, C: raise D from E\n',
    ].join('');
    for (let end = 0; end <= program.length; end++) {
      for (const { code } of unitsOf(program.slice(0, end))) {
        const spans = spansIn(code.body);
        expect(spans.filter((span) => span.start < 0 || span.end < span.start)).toEqual([]);
        expect(spans.filter((span) => span.end > code.text.length)).toEqual([]);
      }
    }
  });
});

function spansIn(part: unknown): readonly Span[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('start' in part && 'end' in part) return [{ start: Number(part.start), end: Number(part.end) }];
  return Object.values(part).flatMap(spansIn);
}

describe('units', () => {
  test('each top-level statement is a unit at its place, without comments around it', () => {
    const text = '# one\na = 1  # two\n\n@b\ndef c():\n    d\n\n# three\ne; f\n';
    expect(unitsOf(text).map(({ code, start }) => [start, code.text])).toEqual([
      [6, 'a = 1'],
      [text.indexOf('@b'), '@b\ndef c():\n    d'],
      [text.indexOf('e; f'), 'e; f'],
    ]);
  });

  test('spans are relative to the unit', () => {
    const [, unit] = unitsOf('a = 1\nbb = ccc');
    expect(unit?.code.body).toEqual([
      {
        kind: 'assign',
        targets: [{ kind: 'name', name: 'bb', at: { start: 0, end: 2 } }],
        value: { kind: 'name', name: 'ccc', at: { start: 5, end: 8 } },
        at: { start: 0, end: 8 },
      },
    ]);
  });

  test('the same text gives the same object, wherever it is', () => {
    const memo = createUnitMemo();
    const [before] = unitsOf('def a():\n    b\n', memo);
    const after = unitsOf('c = 1\ndef a():\n    b\n# end\n', memo)[1];
    expect(after?.code).toBe(before?.code);
    expect(after?.start).toBe(6);
  });

  test('broken code around a unit does not change it', () => {
    const text = 'a = f(t"b",)';
    expect(unitsOf(`x = (\n${text}\n)`).length).toBeGreaterThan(0);
    expect(unitsOf(`${text}\nx = (`)[0]?.code.body).toEqual(unitsOf(text)[0]?.code.body);
  });

  test('the memo forgets code that was not asked for in a long time', () => {
    const memo = createUnitMemo(20);
    const [before] = unitsOf('a = 1', memo);
    for (let number = 0; number < 20; number++) unitsOf(`b = ${String(number)}`, memo);
    expect(unitsOf('a = 1', memo)[0]?.code).not.toBe(before?.code);
  });

  test('words are all names, attributes, and strings that could be names', () => {
    const [unit] = unitsOf('@a.b\ndef c(d: e = f) -> g:\n    h.i(j="k", l=f"{m}", n="o p", **{"q": t"{r}"})');
    expect([...(unit?.code.words ?? [])].toSorted()).toEqual('a b c d e f g h i j k l m n q r'.split(' '));
  });

  test('a half-typed string that the parser saw as closed is unknown', () => {
    const text = 'a = f("abcd\nb = 1';
    const patch = { start: 6, text: '"ab")' };
    const parsed = text.slice(0, 6) + patch.text + text.slice(11);
    const memo = createUnitMemo();
    const units = runToEnd(lowerPython({ text, tree: parser.parse(parsed), patches: [patch] }, memo));
    expect(units.map(({ code }) => printStatements(code.body))).toEqual(['a = f(unknown())', 'b = 1']);
    expect(units[0]?.code.text).toBe('a = f("abcd');
  });
});
