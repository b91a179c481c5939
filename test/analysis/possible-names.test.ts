import { describe, expect, it } from 'vitest';
import { namesIn } from '../support/analysis-markers.ts';

/** The names of the last reference in the code. */
function lastNames(code: string): string | undefined {
  return namesIn(code).at(-1);
}

const read = (name: string): string => `conv.utils.get_secret(${name})`;

describe('the possible names are found through', () => {
  it.each([
    ['a local', `def f(conv):\n    n = "a"\n    ${read('n')}`, 'a'],
    ['a constant of the module', `N = "a"\ndef f(conv):\n    ${read('N')}`, 'a'],
    ['a constant below the function', `def f(conv):\n    ${read('N')}\nN = "a"`, 'a'],
    ['an annotated constant', `N: str = "a"\n${read('N')}`, 'a'],
    ['an alias of a constant', `N = "a"\nM = N\n${read('M')}`, 'a'],
    ['several targets', `N = M = "a"\n${read('N')}`, 'a'],
    ['a tuple', `N, M = "a", "b"\n${read('M')}`, 'b'],
    ['a nested tuple', `N, (M, K) = ("a", ("b", "c"))\n${read('K')}`, 'c'],
    ['both branches', `if x:\n    n = "a"\nelse:\n    n = "b"\n${read('n')}`, 'a|b'],
    ['all of elif', `if x:\n    n = "a"\nelif y:\n    n = "b"\nelse:\n    n = "c"\n${read('n')}`, 'a|b|c'],
    ['a default and a branch', `n = "a"\nif x:\n    n = "b"\n${read('n')}`, 'a|b'],
    ['the later of two', `n = "a"\nn = "b"\n${read('n')}`, 'b'],
    ['the earlier before the later', `n = "a"\n${read('n')}\nn = "b"\n`, 'a'],
    ['branches that leave', `n = "a"\nif x:\n    n = "b"\n    raise E\n${read('n')}`, 'a'],
    [
      'else that leaves',
      `def f(conv):\n    if x:\n        n = "a"\n    else:\n        return\n    ${read('n')}`,
      'a',
    ],
    ['try and except', `try:\n    n = "a"\nexcept E:\n    n = "b"\n${read('n')}`, 'a|b'],
    ['finally, which comes last', `try:\n    n = "a"\nfinally:\n    n = "c"\n${read('n')}`, 'c'],
    ['finally after what failed', `n = "a"\ntry:\n    f()\n    n = "b"\nfinally:\n    ${read('n')}`, 'a|b'],
    [
      'try with else',
      `n = "a"\ntry:\n    f()\nexcept E:\n    n = "b"\nelse:\n    n = "c"\n${read('n')}`,
      'b|c',
    ],
    [
      'a handler that the inner one leaves nothing for',
      `n = "a"\ntry:\n    try:\n        n = "b"\n        f()\n    except E:\n        n = "c"\n    n = "d"\nexcept E:\n    pass\n${read('n')}`,
      'a|d',
    ],
    [
      'a handler for more than the inner one',
      `n = "a"\ntry:\n    try:\n        n = "b"\n        f()\n    except E:\n        n = "c"\n    n = "d"\nexcept F:\n    pass\n${read('n')}`,
      'a|b|d',
    ],
    ['with', `n = "z"\nwith x:\n    n = "a"\n${read('n')}`, 'a'],
    [
      'a loop that breaks or comes to its else',
      `n = "a"\nfor x in xs:\n    if x:\n        n = "b"\n        break\nelse:\n    n = "c"\n${read('n')}`,
      'b|c',
    ],
    ['a loop that surely runs', `n = "a"\nfor o in ["x", "y"]:\n    n = "b"\n${read('n')}`, 'b'],
    ['a loop over something that may be empty', `n = "a"\nfor o in xs:\n    n = "b"\n${read('n')}`, 'a|b'],
    [
      'a loop that is left before',
      `n = "a"\nfor o in ["x"]:\n    if o:\n        break\n    n = "b"\n${read('n')}`,
      'a|b',
    ],
    ['the last turn of a loop', `for n in ["a", "b"]:\n    pass\n${read('n')}`, 'b'],
    [
      'the turn that a loop is left in',
      `for n in ["a", "b"]:\n    if x:\n        break\n${read('n')}`,
      'a|b',
    ],
    [
      'what was bound before a loop',
      `n = "a"\nm = "b"\nwhile c():\n    n = m\n    n = "c"\n${read('n')}`,
      'a|c',
    ],
    ['turns that hand on', `n = "a"\nm = "b"\nwhile c():\n    n = m\n    m = "c"\n${read('n')}`, 'a|b|c'],
    [
      'a loop that only break ends',
      `n = "a"\nwhile True:\n    n = "b"\n    if x:\n        break\n${read('n')}`,
      'b',
    ],
    ['a loop that may run', `n = "a"\nwhile x:\n    n = "b"\n${read('n')}`, 'a|b'],
    ['the turn before', `n = "a"\nwhile x:\n    ${read('n')}\n    n = "b"`, 'a|b'],
    ['match', `match x:\n    case 1:\n        n = "a"\n    case _:\n        n = "b"\n${read('n')}`, 'a|b'],
    ['a ternary', read('"a" if x else "b"'), 'a|b'],
    ['or', `n = None\n${read('n or "a"')}`, 'a'],
    ['and with or', read('x and "a" or "b"'), 'a|b'],
    ['a walrus', `if (n := "a"):\n    ${read('n')}`, 'a'],
    ['a walrus in the call', read('n := "a"'), 'a'],
    ['a walrus in a value', `n = "a"\nm = (n := "b")\n${read('n')}`, 'b'],
    ['a walrus before its use', `n = "a"\nm = {"x": (n := "b"), "y": n}["y"]\n${read('m')}`, 'b'],
    ['a walrus in either branch', `n = "a"\nm = (n := "b") if x else (n := "c")\n${read('n')}`, 'b|c'],
    ['a walrus that may not run', `n = "a"\nm = x and (n := "b")\n${read('n')}`, 'a|b'],
    ['a walrus that may not run, in with', `n = "a"\nwith (x or (n := "b")):\n    ${read('n')}`, 'a|b'],
    [
      'a walrus that may not run, after with',
      `n = "a"\nwith (x or (n := "b")):\n    pass\n${read('n')}`,
      'a|b',
    ],
    ['a walrus that may not run, in for', `n = "a"\nfor z in x or (n := "b"):\n    ${read('n')}`, 'a|b'],
    [
      'a walrus that may not run, in a guard',
      `n = "a"\nmatch x:\n    case 1 if y or (n := "b"):\n        ${read('n')}`,
      'a|b',
    ],
    ['None at first', `n = None\nif x:\n    n = "a"\n${read('n')}`, 'a'],
    ['a dictionary', `N = {"x": "a", "y": "b"}\n${read('N[brand]')}`, 'a|b'],
    ['a literal key', `N = {"x": "a", "y": "b"}\n${read('N["y"]')}`, 'b'],
    ['a constant key', `K = "y"\nN = {"x": "a", "y": "b"}\n${read('N[K]')}`, 'b'],
    ['a dictionary of dictionaries', `N = {"x": {"k": "a"}, "y": {"k": "b"}}\n${read('N[env]["k"]')}`, 'a|b'],
    ['get', `N = {"x": "a"}\n${read('N.get(brand)')}`, 'a'],
    ['get with a default', `N = {"x": "a"}\n${read('N.get(brand, "b")')}`, 'a|b'],
    ['a display in place', read('{"x": "a", "y": "b"}[brand]'), 'a|b'],
    ['a list', `N = ["a", "b"]\n${read('N[i]')}`, 'a|b'],
    ['an item of a list', `N = ["a", "b"]\n${read('N[-1]')}`, 'b'],
    ['a loop over a list', `for n in ["a", "b"]:\n    ${read('n')}`, 'a|b'],
    ['a loop without brackets', `for n in "a", "b":\n    ${read('n')}`, 'a|b'],
    ['a loop over a constant', `N = ("a", "b")\nfor n in N:\n    ${read('n')}`, 'a|b'],
    ['the keys of a dictionary', `for n in {"a": 1, "b": 2}:\n    ${read('n')}`, 'a|b'],
    ['items', `for k, v in {"x": "a"}.items():\n    ${read('v')}`, 'a'],
    ['values', `for v in {"x": "a"}.values():\n    ${read('v')}`, 'a'],
    ['enumerate', `for i, n in enumerate(["a", "b"]):\n    ${read('n')}`, 'a|b'],
    ['sorted', `for n in sorted({"b", "a"}):\n    ${read('n')}`, 'a|b'],
    ['a loop over pairs', `for k, n in [("x", "a"), ("y", "b")]:\n    ${read('n')}`, 'a|b'],
    ['a comprehension', `[${read('n')} for n in ["a", "b"]]`, 'a|b'],
    [
      'a function that returns names',
      `def g(conv):\n    if x:\n        return "a"\n    return "b"\n${read('g(conv)')}`,
      'a|b',
    ],
    ['a function that picks', `N = {"x": "a"}\ndef g(k):\n    return N[k]\n${read('g(brand)')}`, 'a'],
    ['a function that passes on', `def g(n):\n    return n\n${read('g("a")')}`, 'a'],
    [
      'a method that returns',
      `class A:\n    def n(self):\n        return "a"\n    def f(self, conv):\n        ${read('self.n()')}`,
      'a',
    ],
    [
      'a property',
      `class A:\n    @property\n    def n(self):\n        return "a"\n    def f(self, conv):\n        ${read('self.n')}`,
      'a',
    ],
    ['str', read('str("a")'), 'a'],
    [
      'a constant of the class',
      `class A:\n    N = "a"\n    def f(self, conv):\n        ${read('self.N')}`,
      'a',
    ],
    ['a constant of another class', `class Names:\n    N = "a"\n${read('Names.N')}`, 'a'],
    ['an enum', `class Names(Enum):\n    N = "a"\n${read('Names.N.value')}`, 'a'],
    [
      'an attribute',
      `class A:\n    def __init__(self):\n        self.n = "a"\n    def f(self, conv):\n        ${read('self.n')}`,
      'a',
    ],
    [
      'the calls of a private function',
      `def _g(conv, n):\n    ${read('n')}\n_g(conv, "a")\n_g(conv, n="b")`,
      'a|b',
    ],
    ['a default of a private function', `def _g(conv, n="a"):\n    ${read('n')}\n_g(conv)`, 'a'],
    ['the calls of a nested function', `def f(conv):\n    def g(n):\n        ${read('n')}\n    g("a")`, 'a'],
    [
      'a private method',
      `class A:\n    def _g(self, n):\n        ${read('n')}\n    def f(self, conv):\n        self._g("a")`,
      'a',
    ],
    [
      'a private constructor',
      `class _A:\n    def __init__(self, conv, n):\n        self.n = n\n    def f(self, conv):\n        ${read('self.n')}\n_A(conv, "a")\n_A(conv, n="b")`,
      'a|b',
    ],
    [
      'a global that functions set',
      `N = "a"\ndef f():\n    global N\n    N = "b"\ndef g(conv):\n    ${read('N')}`,
      'a|b',
    ],
    ['a name that another function hides', `n = "a"\ndef f():\n    n = "b"\n${read('n')}`, 'a'],
    ['a surrounding function', `def f(conv):\n    n = "a"\n    def g():\n        ${read('n')}`, 'a'],
  ])('%s', (_, code, expected) => {
    expect(lastNames(code)).toBe(expected);
  });
});

describe('a name is dynamic', () => {
  it.each([
    ['from a parameter that others may give', `def f(conv, n):\n    ${read('n')}\nf(conv, "a")`],
    ['from a parameter with a default', `def f(conv, n="a"):\n    ${read('n')}`],
    [
      'from a public constructor',
      `class A:\n    def __init__(self, n):\n        self.n = n\n    def f(self, conv):\n        ${read('self.n')}\nA("a")`,
    ],
    ['from a private function that is passed on', `def _g(n):\n    ${read('n')}\n_g("a")\nrun(_g)`],
    ['from a private function called with stars', `def _g(n):\n    ${read('n')}\n_g(*names)`],
    [
      'from a private method called on others',
      `class A:\n    def _g(self, n):\n        ${read('n')}\nx._g("a")`,
    ],
    ['from a private function that nobody calls', `def _g(n):\n    ${read('n')}`],
    ['in an f-string with holes', read('f"a_{env}"')],
    ['in a format', read('"a_{}".format(env)')],
    ['with a percent', read('"a_%s" % env')],
    ['in a sum', read('"a_" + env')],
    ['from an unknown call', read('pick()')],
    ['from an import', `from names import N\n${read('N')}`],
    ['from an attribute of something', read('config.name')],
    ['when one branch is unknown', `if x:\n    n = "a"\nelse:\n    n = pick()\n${read('n')}`],
    ['when the left of or is unknown', read('given or "a"')],
    ['after +=', `n = "a"\nn += env\n${read('n')}`],
    ['from a dictionary that changes', `N = {"x": "a"}\nN["y"] = pick()\n${read('N[brand]')}`],
    ['from a dictionary that is updated', `N = {"x": "a"}\nN.update(more)\n${read('N[brand]')}`],
    ['from a dictionary with stars', `N = {"x": "a", **more}\n${read('N[brand]')}`],
    ['from a list that grows', `N = ["a"]\nN.append(x)\nfor n in N:\n    ${read('n')}`],
    ['from a key that is not there', `N = {"x": "a"}\n${read('N["z"]')}`],
    ['from a slice', `N = ["a"]\n${read('N[1:]')}`],
    ['from a decorated function', `@cleverly\ndef g():\n    return "a"\n${read('g()')}`],
    ['from a generator', `def g():\n    yield "a"\n${read('g()')}`],
    [
      'from a class that is subclassed',
      `class A:\n    N = "a"\n    def f(self, conv):\n        ${read('self.N')}\nclass B(A):\n    N = "b"`,
    ],
    [
      'from a dataclass field',
      `@dataclass\nclass A:\n    n: str = "a"\n    def f(self, conv):\n        ${read('self.n')}`,
    ],
    [
      'from an attribute that others set',
      `class A:\n    def __init__(self):\n        self.n = "a"\n    def f(self, conv):\n        ${read('self.n')}\na.n = pick()`,
    ],
    ['from bytes', read('b"a"')],
    ['from a number', read('1')],
    ['from None', read('None')],
    ['with stars', read('*names')],
    ['from with', `with x as n:\n    ${read('n')}`],
    ['from except', `n = "a"\ntry:\n    pass\nexcept E as n:\n    ${read('n')}`],
    ['from a pattern', `match x:\n    case [n]:\n        ${read('n')}`],
    ['in a loop over something', `for n in names:\n    ${read('n')}`],
    ['when it depends on itself only', `while x:\n    n = m\n    m = n\n    ${read('n')}`],
    ['while it is typed', 'x = conv.utils.get_secret("a\n'],
  ])('%s', (_, code) => {
    expect(lastNames(code)).toBe('?');
  });
});

describe('the items of a collection are known from how it is built:', () => {
  const names = 'NAMES = {"x": "a", "y": "b"}';
  const list = 'N = ["a", "b", "c"]';
  it.each([
    ['another name for it', `${names}\nnames = NAMES\n${read('names[brand]')}`, 'a|b'],
    ['another name in a function', `${names}\ndef f(conv):\n    n = NAMES\n    ${read('n.get(x)')}`, 'a|b'],
    [
      'another name that changes it',
      `${names}\nnames = NAMES\nnames["x"] = z\n${read('NAMES["x"]')}`,
      undefined,
    ],
    [
      'another name that is given away',
      `${names}\nnames = NAMES\ng(names)\n${read('names["x"]')}`,
      undefined,
    ],
    [
      'another name that is given again',
      `${names}\nnames = NAMES\nnames = load()\nnames["x"] = z\n${read('NAMES["x"]')}`,
      undefined,
    ],
    ['what it takes over', `${names}\nM = {**NAMES, "z": "c"}\n${read('M[brand]')}`, 'a|b|c'],
    ['what it replaces', `${names}\nM = {**NAMES, "x": "c"}\n${read('M[brand]')}`, 'b|c'],
    ['what replaces it', `${names}\nM = {"x": "c", **NAMES}\n${read('M["x"]')}`, 'a'],
    ['something unknown that it takes over', `M = {**load(), "x": "a"}\n${read('M[brand]')}`, undefined],
    ['a copy', `${names}\nM = NAMES.copy()\n${read('M["x"]')}`, 'a'],
    ['a copy that changes', `${names}\nM = NAMES.copy()\nM["x"] = z\n${read('M["x"]')}`, undefined],
    [
      'the original of a copy that changes',
      `${names}\nM = NAMES.copy()\nM["x"] = z\n${read('NAMES["x"]')}`,
      'a',
    ],
    ['a dict of another', `${names}\nM = dict(NAMES, z="c")\n${read('M[brand]')}`, 'a|b|c'],
    ['a dict of pairs', read('dict([("x", "a"), ("y", "b")])["x"]'), 'a'],
    ['two of them in one', `${names}\nM = NAMES | {"z": "c"}\n${read('M[brand]')}`, 'a|b|c'],
    ['a list in a list', `${list}\nM = [*N, "d"]\n${read('M[i]')}`, 'a|b|c|d'],
    ['two lists', `for n in ["a"] + ["b"]:\n    ${read('n')}`, 'a|b'],
    ['a part of a list', `${list}\nfor n in N[1:]:\n    ${read('n')}`, 'b|c'],
    ['the last ones of a list', `${list}\n${read('N[-2:][0]')}`, 'b'],
    ['a part between unknown borders', `${list}\n${read('N[i:j][0]')}`, undefined],
    ['a part that grows', `${list}\nM = N[:2]\nM.append(x)\n${read('M[0]')}`, undefined],
    ['the pieces of a text', `for n in "a,b".split(","):\n    ${read('n')}`, 'a|b'],
    ['the words of a text', `N = " a  b ".split()\n${read('N[i]')}`, 'a|b'],
    ['one of the pieces', read('"abc_def".split("_")[0]'), 'abc'],
    ['what a comprehension makes', `N = [k + "_key" for k in ["a", "b"]]\n${read('N[i]')}`, 'a_key|b_key'],
    ['a comprehension that grows', `N = [k for k in ["a", "b"]]\nN.append(x)\n${read('N[i]')}`, undefined],
    ['lists side by side', `for k, n in zip(["x", "y"], ["a", "b"]):\n    ${read('n')}`, 'a|b'],
    ['the shorter of two', `for k, n in zip(["x"], ["a", "b"]):\n    ${read('n')}`, 'a'],
    ['one of two dictionaries', `a = {"k": "a"}\nb = {"k": "b"}\n${read('(a if x else b)["k"]')}`, 'a|b'],
    ['an entry beside unknown ones', `N = {"x": "a", "y": load()}\n${read('N["x"]')}`, 'a'],
    [
      'several things that a function returns',
      `def f(x):\n    return "a", "b"\nn, m = f(1)\n${read('m')}`,
      'b',
    ],
    ['the first of many', `n, *more = ["a", "b", "c"]\n${read('n')}`, 'a'],
    ['one behind the many', `*more, n = ["a", "b", "c"]\n${read('n')}`, undefined],
    ['a lambda', `pick = lambda x: "a"\n${read('pick(y)')}`, 'a'],
    ['what a lambda is given', `pick = lambda x: x + "_key"\n${read('pick("a")')}`, 'a_key'],
    ['a lambda that chooses', `pick = lambda x: {"l": "a", "t": "b"}[x]\n${read('pick(y)')}`, 'a|b'],
  ])('%s', (_, code, expected = '?') => {
    expect(lastNames(code)).toBe(expected);
  });
});

describe('a collection that includes others', () => {
  const chained = (first: string, line: string, times: number): string =>
    `def f(conv, x):\n    a = ${first}\n${`    ${line}\n`.repeat(times)}    ${read('a[x]')}`;

  it.each([
    ['dictionaries', '{"x": "a"}', 'a = {**a, "y": "b"}'],
    ['unions', '{"x": "a"}', 'a = a | {"y": "b"}'],
    ['calls', '{"x": "a"}', 'a = dict(a, y="b")'],
    ['lists', '["a"]', 'a = [*a, "b"]'],
    ['sums', '["a"]', 'a = a + ["b"]'],
  ])('is followed a few times, and a thousand times costs little: %s', (_, first, line) => {
    expect(lastNames(chained(first, line, 5))).toBe('a|b');
    expect(lastNames(chained(first, line, 1000))).toBe('?');
  });

  it.each([
    ['["a"]', 'a = [*a, *a]'],
    ['{"x": "a"}', 'a = {**a, **a}'],
  ])('may double each time: %s, %s', (first, line) => {
    expect(lastNames(chained(first, line, 3))).toBe('a');
    expect(['a', '?']).toContain(lastNames(chained(first, line, 60)));
  });
});
