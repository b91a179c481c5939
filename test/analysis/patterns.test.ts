import { describe, expect, it } from 'vitest';
import { namesInProject } from '../support/analysis-project.ts';

const read = (name: string): string => `conv.utils.get_secret(${name})`;

/** The last reference of the code: names, then patterns; `?` when it is chosen at run time. */
function lastOf(code: string): string | undefined {
  return namesInProject(code).at(-1);
}

describe('a text whose parts are all known is a name', () => {
  it.each([
    ['f-string', `n = "a"\n${read('f"{n}_api"')}`, 'a_api'],
    ['f-string of two choices', `n = "a" if x else "b"\n${read('f"{n}_api"')}`, 'a_api|b_api'],
    ['f-string in a loop', `for n in ["a", "b"]:\n    ${read('f"{n}_api"')}`, 'a_api|b_api'],
    ['f-string with the same part twice', `for n in ["a", "b"]:\n    ${read('f"{n}_{n}"')}`, 'a_a|b_b'],
    ['f-string with a number', read('f"shard_{1}"'), 'shard_1'],
    ['f-string with braces', read('f"{{a}}_{1}"'), '{a}_1'],
    ['f-string with an escape', read(String.raw`f"a\x62_{1}"`), 'ab_1'],
    ['raw f-string', read(String.raw`rf"a\_{1}"`), String.raw`a\_1`],
    ['f-string in a function', `def g(n):\n    return f"{n}_api"\n${read('g("a")')}`, 'a_api'],
    ['nested f-string', `n = "a"\nm = f"{n}_b"\n${read('f"{m}_c"')}`, 'a_b_c'],
    ['sum', `n = "a"\n${read('n + "_api"')}`, 'a_api'],
    ['sum of three', `n = "a"\n${read('"x_" + n + "_api"')}`, 'x_a_api'],
    ['sum in brackets', `n = "a"\n${read('("x_" + n)')}`, 'x_a'],
    ['+=', `n = "a"\nn += "_api"\n${read('n')}`, 'a_api'],
    ['+= in a branch', `n = "abc"\nif x:\n    n += "_api"\n${read('n')}`, 'abc|abc_api'],
    ['%', `n = "a"\n${read('"%s_api" % n')}`, 'a_api'],
    ['% with a tuple', `n = "a"\n${read('"%s_%s" % (n, "b")')}`, 'a_b'],
    ['% with a dictionary', read('"%(n)s_api" % {"n": "a"}'), 'a_api'],
    ['% with a number', read('"shard_%d" % 7'), 'shard_7'],
    ['% with a percent sign', read('"a%%_%s" % "b"'), 'a%_b'],
    ['% with a template elsewhere', `T = "%s_api"\n${read('T % "a"')}`, 'a_api'],
    ['format', read('"{}_api".format("a")'), 'a_api'],
    ['format by position', read('"{1}_{0}".format("a", "b")'), 'b_a'],
    ['format by name', read('"{n}_api".format(n="a")'), 'a_api'],
    ['format with braces', read('"{{}}_{}".format("a")'), '{}_a'],
    ['format with a template elsewhere', `T = "{}_api"\n${read('T.format("a")')}`, 'a_api'],
    ['join', read('"_".join(["a", "b"])'), 'a_b'],
    ['join of a tuple', read('"_".join(("a", "b", "c"))'), 'a_b_c'],
    ['join of one', read('"_".join(["a"])'), 'a'],
    ['join of a constant', `P = ["a", "b"]\n${read('"-".join(P)')}`, 'a-b'],
    ['lower', read('"ABC".lower()'), 'abc'],
    ['upper', read('"abc".upper()'), 'ABC'],
    ['strip', read('"  a ".strip()'), 'a'],
    ['strip of letters', read('"__a_".strip("_")'), 'a'],
    ['lstrip', read('"__a_".lstrip("_")'), 'a_'],
    ['rstrip', read('"__a_".rstrip("_")'), '__a'],
    ['replace', read('"a-b-c".replace("-", "_")'), 'a_b_c'],
    ['replace with a dollar', read('"a-b".replace("-", "$&")'), 'a$&b'],
    ['title', read('"a_bc d".title()'), 'A_Bc D'],
    ['capitalize', read('"aBC".capitalize()'), 'Abc'],
    ['swapcase', read('"aBc".swapcase()'), 'AbC'],
    ['removeprefix', read('"x_a".removeprefix("x_")'), 'a'],
    ['removesuffix', read('"a_x".removesuffix("_x")'), 'a'],
    ['methods in a row', read('"  A-B ".strip().lower().replace("-", "_")'), 'a_b'],
    ['a method of two choices', `n = "A" if x else "B"\n${read('n.lower()')}`, 'a|b'],
    ['adjacent strings', read('"a_" "b"'), 'a_b'],
    ['adjacent strings and an f-string', `n = "b"\n${read('"a_" f"{n}" "_c"')}`, 'a_b_c'],
    ['str', read('f"{str(1)}_a"'), '1_a'],
    ['the rest of a text', read('"crm_key"[4:]'), 'key'],
    ['the start of a text', read('"crm_key"[:-4]'), 'crm'],
    ['two slices of an item', `for n in ["crm_de", "sms_uk"]:\n    ${read('n[4:] + n[:3]')}`, 'decrm|uksms'],
  ])('%s', (_, code, expected) => {
    expect(lastOf(code)).toBe(expected);
  });
});

describe('a text with unknown parts is a pattern', () => {
  it.each([
    ['f-string', read('f"zendesk_{env}_api"'), 'zendesk_*_api'],
    ['f-string with a known and an unknown part', `n = "a"\n${read('f"{n}_{env}_api"')}`, 'a_*_api'],
    ['f-string with a conversion', read('f"abc_{env!r}"'), 'abc_*'],
    ['f-string with a format', read('f"abc_{1:02d}"'), 'abc_*'],
    ['f-string with =', read('f"abc_{env=}"'), 'abc_*'],
    ['f-string with parts side by side', read('f"abc_{a}{b}"'), 'abc_*'],
    ['f-string with a part that may be None', `n = None\n${read('f"abc_{n}"')}`, 'abc_*'],
    ['sum', read('"abc_" + env'), 'abc_*'],
    ['sum from the left', read('env + "_api"'), '*_api'],
    ['%', read('"abc_%s" % env'), 'abc_*'],
    ['% with an unknown tuple', read('"abc_%s_%s" % parts'), 'abc_*_*'],
    ['% with a width', read('"abc_%5s" % "a"'), 'abc_*'],
    ['format', read('"abc_{}".format(env)'), 'abc_*'],
    ['format with a spec', read('"abc_{:>5}".format("a")'), 'abc_*'],
    ['format with an attribute', read('"abc_{x.y}".format(x="a")'), 'abc_*'],
    ['format with stars', read('"abc_{}".format(*parts)'), 'abc_*'],
    ['join', read('"_".join(["abc", env])'), 'abc_*'],
    ['lower of an unknown part', read('f"ABC_{env}".lower()'), 'abc_*'],
    ['some names and a pattern', `n = "a" if x else f"abc_{env}"\n${read('n')}`, 'a|abc_*'],
    ['two patterns', read('f"abc_{x}" if y else f"def_{x}"'), 'abc_*|def_*'],
    ['a text that grows in a loop', `n = "abc"\nwhile x:\n    n += "_de"\n${read('n')}`, '*_de|abc|abc_de'],
    [
      'an imported function',
      `from names import g\n${read('g(env)')}\n//- functions/names.py\ndef g(n):\n    return f"{n}_api"\n`,
      '*_api',
    ],
    ['a part from the environment', `import os\n${read('f"abc_{os.environ}"')}`, 'abc_*'],
  ])('%s', (_, code, expected) => {
    const found = namesInProject(code).at(-1)?.split('|').toSorted().join('|');
    expect(found).toBe(expected);
  });

  it('and beyond 64 combinations, a part with many possible texts is unknown', () => {
    const many = Array.from({ length: 65 }, (_, at) => `"n${at}"`).join(', ');
    expect(lastOf(`for n in [${many}]:\n    ${read('f"abc_{n}"')}`)).toBe('abc_*');
    const some = Array.from({ length: 9 }, (_, at) => `"n${at}"`).join(', ');
    const code = `for n in [${some}]:\n    for m in [${some}]:\n        ${read('f"abc_{n}_{m}"')}`;
    expect(lastOf(code)).toBe('abc_*_*');
  });
});

describe('a text is dynamic', () => {
  it.each([
    ['when nothing of it is known', read('f"{env}"')],
    ['when less than three letters of it are known', read('f"a_{env}"')],
    ['when one choice of it is not known', read('pick() if x else f"abc_{env}"')],
    ['after a method that looks at all of it', read('f"abc_{env}".strip()')],
    ['after an unknown method', read('"abc".translate(table)')],
    ['after a method with an unknown argument', read('"abc".replace("a", x)')],
    ['after a count of replacements', read('"abc".replace("a", "b", 1)')],
    ['after join of a set', read('"_".join({"abc", "def"})')],
    ['after join of something', read('"abc".join(parts)')],
    ['after a product', read('"abc" * 2')],
    ['after a slice with steps', read('"abcdef"[::2]')],
    ['after a slice of something unknown', read('f"{env}_abcdef"[:3]')],
    ['after a slice of letters beyond ASCII', read('"\u00e4bcdef"[1:]')],
    ['after an index', read('"abcdef"[0]')],
    ['after split by something unknown', read('"abc_def".split(x)[0]')],
    ['after split of something unknown', read('x.split("_")[0]')],
    ['after split so often', read('"abc_def_g".split("_", 1)[1]')],
    ['beyond ASCII', read('"Größe".upper()')],
    ['in bytes', read('b"abc" + b"d"')],
    ['in a subtraction', read('"abc" - x')],
    ['when a text method is that of something else', read('client.format("abc")')],
    ['while an f-string is typed', 'conv.utils.get_secret(f"abc_{env'],
  ])('%s', (_, code) => {
    expect(lastOf(code)).toBe('?');
  });
});

describe('an item of a collection that is created by a call', () => {
  it.each([
    ['dict by keywords', read('dict(k="a", z="b")["k"]'), 'a'],
    ['dict by keywords, any key', read('dict(k="a", z="b")[x]'), 'a|b'],
    ['get of dict', `N = dict(k="a")\n${read('N.get("k")')}`, 'a'],
    ['values of dict', `for n in dict(k="a", z="b").values():\n    ${read('n')}`, 'a|b'],
    ['sorted', read('sorted(["b", "a"])[0]'), 'a'],
    ['sorted with a key', read('sorted(["b", "a"], key=len)[0]'), 'a|b'],
    ['sorted of two choices', `n = ["b"] if x else ["a"]\n${read('sorted(n)[0]')}`, 'a|b'],
    ['list', read('list(("a", "b"))[1]'), 'b'],
    ['list of a set', read('list({"a", "b"})[0]'), 'a|b'],
    ['tuple', read('tuple(["a", "b"])[-1]'), 'b'],
    ['next', read('next(iter(["a", "b"]))'), 'a|b'],
    ['min', read('min("b", "a")'), 'a'],
    ['min of a list', read('min(["b", "a"])'), 'a'],
    ['max', read('max("b", "a")'), 'b'],
    ['max of two choices', `n = ["b"] if x else ["a"]\n${read('max(n)')}`, 'a|b'],
    ['a list of choices', `N = ["a" if x else "b", ("c")]\n${read('N[0]')}`, 'a|b'],
    ['unpacking a list', `N = ["a", "b"]\nn, m = N\n${read('m')}`, 'b'],
    ['a member of a str enumeration', `class N(str, Enum):\n    A = "a"\n${read('N.A')}`, 'a'],
    ['its value', `class N(str, Enum):\n    A = "a"\n${read('N.A.value')}`, 'a'],
    ['a field of a dataclass', `@dataclass\nclass A:\n    n: str = "a"\n${read('A().n')}`, 'a'],
    ['a given field', `@dataclass\nclass A:\n    n: str = "a"\n${read('A("b").n')}`, 'b'],
    [
      'a field by name',
      `@dataclass\nclass A:\n    m: str\n    n: str = "a"\n${read('A("x", n="b").n')}`,
      'b',
    ],
    ['field(default=…)', `@dataclass\nclass A:\n    n: str = field(default="a")\n${read('A().n')}`, 'a'],
    ['a field of a named tuple', `class A(NamedTuple):\n    n: str = "a"\n${read('A().n')}`, 'a'],
    [
      'an own field',
      `@dataclass\nclass A:\n    n: str = "a"\n    def f(self, conv):\n        ${read('self.n')}\nA()\nA("b")`,
      'a|b',
    ],
  ])('%s', (_, code, expected) => {
    expect(lastOf(code)).toBe(expected);
  });

  it.each([
    ['a list that grows', `N = list(("a",))\nN.append(x)\n${read('N[0]')}`],
    ['a dict that is set', `N = dict(k="a")\nN["k"] = pick()\n${read('N["k"]')}`],
    ['a dict with stars', read('dict(k="a", **more)["k"]')],
    ['a dict of pairs that are not known', read('dict(pairs)["k"]')],
    ['the keys of a dict by keywords', `for n in dict(k="a"):\n    ${read('n')}`],
    ['another dict', `from x import dict\n${read('dict(k="a")["k"]')}`],
    ['another min', `def min(*names):\n    return pick()\n${read('min("a", "b")')}`],
    ['next with an unknown default', read('next(iter(names), "a")')],
    ['an index that is not there', read('sorted(["a"])[3]')],
    ['a plain enumeration', `class N(Enum):\n    A = "a"\n${read('N.A')}`],
    ['the class of a named tuple', `class A(NamedTuple):\n    n: str = "a"\n${read('A.n')}`],
    ['a field that is set', `@dataclass\nclass A:\n    n: str = "a"\nx = A()\nx.n = pick()\n${read('x.n')}`],
    ['a field with stars', `@dataclass\nclass A:\n    n: str = "a"\n${read('A(*given).n')}`],
    [
      'a field that is changed at the start',
      `@dataclass\nclass A:\n    n: str = "a"\n    def __post_init__(self):\n        setup(self)\n${read('A().n')}`,
    ],
    ['a default of the environment', `import os\nn = os.getenv("X", "a")\n${read('n')}`],
    ['a default of environ', `import os\nn = os.environ.get("X", "a")\n${read('n')}`],
  ])('is dynamic from %s', (_, code) => {
    expect(lastOf(code)).toBe('?');
  });
});
