import { describe, expect, it } from 'vitest';
import { namesInProject, type ProjectOptions } from '../support/analysis-project.ts';

const read = (name: string, conv = 'conv'): string => `${conv}.utils.get_secret(${name})\n`;

/** The last reference of the first file, which is `functions/start.py` unless the text says otherwise. */
function found(text: string, options?: ProjectOptions): string | undefined {
  return namesInProject(text, options)[0];
}

const names = (code: string): string => `//- functions/names.py\n${code}\n`;

describe('a name is followed into the file it is imported from', () => {
  it.each([
    ['a constant', `from names import N\n${read('N')}${names('N = "a"')}`, 'a'],
    ['by another name', `from names import N as M\n${read('M')}${names('N = "a"')}`, 'a'],
    ['of the module', `import names\n${read('names.N')}${names('N = "a"')}`, 'a'],
    ['of the module by another name', `import names as n\n${read('n.N')}${names('N = "a"')}`, 'a'],
    ['relatively', `from .names import N\n${read('N')}${names('N = "a"')}`, 'a'],
    ['relatively, the module', `from . import names\n${read('names.N')}${names('N = "a"')}`, 'a'],
    ['from the root', `from functions.names import N\n${read('N')}${names('N = "a"')}`, 'a'],
    [
      'from the root, the module',
      `import functions.names\n${read('functions.names.N')}${names('N = "a"')}`,
      'a',
    ],
    ['in brackets', `from names import (\n    M,\n    N,\n)\n${read('N')}${names('M = "b"\nN = "a"')}`, 'a'],
    ['in a function', `def f(conv):\n    from names import N\n    ${read('N')}${names('N = "a"')}`, 'a'],
    [
      'two branches there',
      `from names import N\n${read('N')}${names('if x:\n    N = "a"\nelse:\n    N = "b"')}`,
      'a|b',
    ],
    ['the last value there', `from names import N\n${read('N')}${names('N = "a"\nN = "b"')}`, 'b'],
    ['a constant of a constant', `from names import N\n${read('N')}${names('M = "a"\nN = M')}`, 'a'],
    ['a format', `from names import T\n${read('T.format("a")')}${names('T = "{}_api"')}`, 'a_api'],
    ['a dictionary', `from names import N\n${read('N[x]')}${names('N = {"x": "a", "y": "b"}')}`, 'a|b'],
    ['an entry', `from names import N\n${read('N["y"]')}${names('N = {"x": "a", "y": "b"}')}`, 'b'],
    [
      'an entry of the module',
      `import names\n${read('names.N["y"]')}${names('N = {"x": "a", "y": "b"}')}`,
      'b',
    ],
    ['a loop', `from names import N\nfor n in N:\n    ${read('n')}${names('N = ["a", "b"]')}`, 'a|b'],
    [
      'a function',
      `from names import f\n${read('f(x)')}${names('def f(x):\n    return "a" if x else "b"')}`,
      'a|b',
    ],
    [
      'a function with its argument',
      `from names import f\n${read('f("a")')}${names('def f(n):\n    return n')}`,
      'a',
    ],
    [
      'a function that uses its own constants',
      `from names import f\nN = "z"\n${read('f()')}${names('N = "a"\ndef f():\n    return N')}`,
      'a',
    ],
    [
      'a function that is given a constant from here',
      `from names import f\nN = "a"\n${read('f(N)')}${names('N = "z"\ndef f(n):\n    return n')}`,
      'a',
    ],
    [
      'a function of the module',
      `import names\n${read('names.f()')}${names('def f():\n    return "a"')}`,
      'a',
    ],
    ['a class', `from names import A\n${read('A.N')}${names('class A:\n    N = "a"')}`, 'a'],
    [
      'an enumeration',
      `from names import A\n${read('A.N.value')}${names('class A(Enum):\n    N = "a"')}`,
      'a',
    ],
    [
      'an object',
      `from names import A\n${read('A().n')}${names('class A:\n    def __init__(self):\n        self.n = "a"')}`,
      'a',
    ],
    [
      'a method',
      `from names import A\n${read('A().f()')}${names('class A:\n    def f(self):\n        return "a"')}`,
      'a',
    ],
    [
      'a base class',
      `from names import A\nclass B(A):\n    def f(self, conv):\n        ${read('self.N')}${names('class A:\n    N = "a"')}`,
      'a',
    ],
    [
      'or a fallback',
      `try:\n    from names import N\nexcept ImportError:\n    N = "b"\n${read('N')}${names('N = "a"')}`,
      'a|b',
    ],
    [
      'two files away',
      `from names import N\n${read('N')}${names('from more import N')}//- functions/more.py\nN = "a"\n`,
      'a',
    ],
    [
      'through a package',
      `from lib import N\n${read('N')}//- lib/__init__.py\nfrom .names import N\n//- lib/names.py\nN = "a"\n`,
      'a',
    ],
    [
      'a module of a package',
      `from lib import names\n${read('names.N')}//- lib/__init__.py\n//- lib/names.py\nN = "a"\n`,
      'a',
    ],
    ['a module of a folder', `from lib import names\n${read('names.N')}//- lib/names.py\nN = "a"\n`, 'a'],
    [
      'a dotted module of a folder',
      `import lib.names\n${read('lib.names.N')}//- lib/names.py\nN = "a"\n`,
      'a',
    ],
    ['a star', `from names import *\n${read('N')}${names('N = "a"')}`, 'a'],
    [
      'a star through a package',
      `from lib import *\n${read('N')}//- lib/__init__.py\nfrom .names import *\n//- lib/names.py\nN = "a"\n`,
      'a',
    ],
    [
      'a cycle of imports',
      `from names import N\nM = "a"\n${read('N')}${names('from start import M\nN = M')}`,
      'a',
    ],
    [
      'a collection that others read',
      `from names import N\n${read('N["x"]')}${names('N = {"x": "a"}')}//- functions/more.py\nfrom names import N\nlog(N["x"], len(N))\n`,
      'a',
    ],
    [
      'a constant that another class has too',
      `from names import N\n${read('N')}${names('N = "a"')}//- functions/names_user.py\nclass A:\n    def f(self):\n        self.N = pick()\n`,
      'a',
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toBe(expected);
  });
});

describe('an imported name is dynamic', () => {
  const used = `from names import N\n${read('N')}`;
  it.each([
    ['when there is no such file', used],
    ['when the file has no such name', `${used}${names('M = "a"')}`],
    ['when it is found out at run time', `${used}${names('N = pick()')}`],
    ['when it is set again here', `from names import N\nN = pick()\n${read('N')}${names('N = "a"')}`],
    ['when a function there sets it', `${used}${names('N = "a"\ndef f():\n    global N\n    N = pick()')}`],
    ['when globals there set it', `${used}${names('N = "a"\nglobals()["N"] = pick()')}`],
    [
      'when this file sets it in the module',
      `import names\nnames.N = pick()\n${read('names.N')}${names('N = "a"')}`,
    ],
    [
      'when another file sets it in the module',
      `${used}${names('N = "a"')}//- functions/x.py\nimport names\nnames.N = pick()\n`,
    ],
    [
      'when another file grows it',
      `${used}${names('N = "a"')}//- functions/x.py\nimport names\nnames.N += "b"\n`,
    ],
    [
      'when another file loops over it',
      `${used}${names('N = "a"')}//- functions/x.py\nimport names\nfor names.N in x:\n    pass\n`,
    ],
    [
      'when another file sets it by name',
      `${used}${names('N = "a"')}//- functions/x.py\nimport names\nsetattr(names, "N", x)\n`,
    ],
    [
      'when another file sets any name',
      `${used}${names('N = "a"')}//- functions/x.py\nimport names\nsetattr(names, key, x)\n`,
    ],
    [
      'when a test replaces it',
      `${used}${names('N = "a"')}//- functions/x.py\nmonkeypatch.setattr("names.N", "b")\n`,
    ],
    [
      'when a patch replaces it',
      `${used}${names('N = "a"')}//- functions/x.py\nwith patch("names.N", "b"):\n    pass\n`,
    ],
    [
      'when the collection changes there',
      `from names import N\n${read('N["x"]')}${names('N = {"x": "a"}\nN["x"] = pick()')}`,
    ],
    [
      'when the collection changes here',
      `from names import N\nN.update(more)\n${read('N["x"]')}${names('N = {"x": "a"}')}`,
    ],
    [
      'when the collection changes elsewhere',
      `from names import N\n${read('N["x"]')}${names('N = {"x": "a"}')}//- functions/x.py\nfrom names import N\nN["x"] = pick()\n`,
    ],
    [
      'when the collection changes by another name',
      `from names import N\n${read('N["x"]')}${names('N = {"x": "a"}')}//- functions/x.py\nfrom names import N as M\nM["x"] = pick()\n`,
    ],
    [
      'when the collection is given away elsewhere',
      `from names import N\n${read('N["x"]')}${names('N = {"x": "a"}')}//- functions/x.py\nimport names\nload(names.N)\n`,
    ],
    [
      'when the function is decorated',
      `from names import f\n${read('f()')}${names('@cleverly\ndef f():\n    return "a"')}`,
    ],
    [
      'when the function is replaced',
      `from names import f\n${read('f()')}${names('def f():\n    return "a"')}//- functions/x.py\nimport names\nnames.f = g\n`,
    ],
    [
      'when the attribute is set elsewhere',
      `from names import A\n${read('A.N')}${names('class A:\n    N = "a"')}//- functions/x.py\nfrom names import A\nA.N = pick()\n`,
    ],
    ['when a star there is unknown', `from names import *\n${read('N')}${names('from elsewhere import *')}`],
    [
      'when a star comes later',
      `from names import N\nfrom elsewhere import *\n${read('N')}${names('N = "a"')}`.replace(
        'import N\n',
        'import N\nN = N\n',
      ),
    ],
    ['when a star leaves it out', `from names import *\n${read('N')}${names('__all__ = ["M"]\nN = "a"')}`],
    ['when it is private behind a star', `from names import *\n${read('_N')}${names('_N = "a"')}`],
    ['when it is a cycle only', `from names import N\n${read('N')}${names('from start import N')}`],
    ['when it is a module', `import names\n${read('names')}${names('N = "a"')}`],
  ])('%s', (_, text) => {
    expect(found(text)).toBe('?');
  });
});

describe('a constant of this file is dynamic when another file', () => {
  it.each([
    ['sets it', `N = "a"\n${read('N')}//- functions/x.py\nimport start\nstart.N = pick()\n`],
    [
      'changes the collection',
      `N = {"x": "a"}\n${read('N["x"]')}//- functions/x.py\nfrom start import N\nN.clear()\n`,
    ],
  ])('%s', (_, text) => {
    expect(found(text)).toBe('?');
  });

  it('but not when that file has a name of its own', () => {
    const text = `N = "a"\n${read('N')}//- functions/x.py\nN = pick()\nthing.N = pick()\n`;
    expect(found(text)).toBe('a');
  });
});

const helper = (calls: string, code = `def key(conv, n):\n    ${read('n')}`): string =>
  `//- functions/helper.py\n${code}//- functions/user.py\n${calls}\n`;

describe('a parameter has the values that all calls in the project pass', () => {
  it.each([
    ['a call', helper('from helper import key\nkey(conv, "a")'), 'a'],
    ['two calls', helper('from helper import key\nkey(conv, "a")\nkey(conv, "b")'), 'a|b'],
    ['a call by keyword', helper('from helper import key\nkey(conv, n="a")'), 'a'],
    ['a call by another name', helper('from helper import key as k\nk(conv, "a")'), 'a'],
    ['a call through the module', helper('import helper\nhelper.key(conv, "a")'), 'a'],
    ['a call through the module by another name', helper('import helper as h\nh.key(conv, "a")'), 'a'],
    ['a call through a star', helper('from helper import *\nkey(conv, "a")'), 'a'],
    ['a call with a constant', helper('from helper import key\nN = "a"\nkey(conv, N)'), 'a'],
    ['a call in a loop', helper('from helper import key\nfor n in ["a", "b"]:\n    key(conv, n)'), 'a|b'],
    [
      'a default',
      helper('from helper import key\nkey(conv)', `def key(conv, n="a"):\n    ${read('n')}`),
      'a',
    ],
    [
      'a default and a call',
      helper('from helper import key\nkey(conv)\nkey(conv, "b")', `def key(conv, n="a"):\n    ${read('n')}`),
      'a|b',
    ],
    [
      'a call that passes on',
      helper('from helper import key\ndef f(conv, n):\n    key(conv, n)\nf(conv, "a")'),
      'a',
    ],
    [
      'a call there and here',
      helper('from helper import key\nkey(conv, "a")', `def key(conv, n):\n    ${read('n')}key(conv, "b")\n`),
      'a|b',
    ],
    [
      'a part of the text',
      helper('from helper import key\nkey(conv, "a")', `def key(conv, n):\n    ${read('f"{n}_api"')}`),
      'a_api',
    ],
    [
      'a reexport',
      helper('from lib import key\nkey(conv, "a")\n//- lib/__init__.py\nfrom functions.helper import key'),
      'a',
    ],
    [
      'another function of that name',
      helper(
        'from helper import key\nkey(conv, "a")\n//- functions/x.py\ndef key(conv, n):\n    pass\nkey(conv, "z")\nrun(key)',
      ),
      'a',
    ],
    [
      'a local of that name',
      helper('from helper import key\nkey(conv, "a")\ndef f(key):\n    run(key)'),
      'a',
    ],
    ['a keyword of that name', helper('from helper import key\nkey(conv, "a")\nsorted(x, key=len)'), 'a'],
    ['a text of that name', helper('from helper import key\nkey(conv, "a")\nlog("key")'), 'a'],
    [
      'a method',
      helper(
        'from helper import H\nH().key(conv, "a")',
        `class H:\n    def key(self, conv, n):\n        ${read('n')}`,
      ),
      'a',
    ],
    [
      'a method of a variable',
      helper(
        'from helper import H\nh = H()\nh.key(conv, "a")',
        `class H:\n    def key(self, conv, n):\n        ${read('n')}`,
      ),
      'a',
    ],
    [
      'a method of self',
      helper(
        '',
        `class H:\n    def key(self, conv, n):\n        ${read('n')}    def go(self, conv):\n        self.key(conv, "a")\n`,
      ),
      'a',
    ],
    [
      'a static method',
      helper(
        'from helper import H\nH.key(conv, "a")',
        `class H:\n    @staticmethod\n    def key(conv, n):\n        ${read('n')}`,
      ),
      'a',
    ],
    [
      'a class method',
      helper(
        'from helper import H\nH.key(conv, "a")',
        `class H:\n    @classmethod\n    def key(cls, conv, n):\n        ${read('n')}`,
      ),
      'a',
    ],
    [
      'a method through its class',
      helper(
        'from helper import H\nH.key(H(), conv, "a")',
        `class H:\n    def key(self, conv, n):\n        ${read('n')}`,
      ),
      'a',
    ],
    [
      'a method of a subclass',
      helper(
        'from helper import H\nclass S(H):\n    def go(self, conv):\n        self.key(conv, "a")',
        `class H:\n    def key(self, conv, n):\n        ${read('n')}`,
      ),
      'a',
    ],
    [
      'a method beside that of another class',
      helper(
        'from helper import H\nH().key(conv, "a")\nclass X:\n    def key(self, n):\n        pass\nX().key("z")',
        `class H:\n    def key(self, conv, n):\n        ${read('n')}`,
      ),
      'a',
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toBe(expected);
  });
});

describe('a parameter is dynamic', () => {
  const called = 'from helper import key\nkey(conv, "a")\n';
  it.each([
    ['when no code calls it', helper('')],
    ['when the function is passed on', helper(`${called}run(key)`)],
    ['when the function gets another name', helper(`${called}k = key`)],
    ['when the function is in a list', helper(`${called}all = [key]`)],
    ['when the function is bound', helper(`${called}partial(key, conv)`)],
    ['when the function decorates', helper(`${called}@key\ndef f():\n    pass`)],
    ['when one call is given something unknown', helper(`${called}key(conv, pick())`)],
    ['when one call is given stars', helper(`${called}key(*given)`)],
    ['when one call is given keywords', helper(`${called}key(conv, **given)`)],
    ['when the module is asked by name', helper(`${called}getattr(helper, "key")`)],
    ['when something unknown has such a function', helper(`${called}thing.key(conv, "b")`)],
    [
      'when an import cannot be told',
      helper(`${called}//- functions/x.py\nfrom ..helper import key\nkey(conv, "b")`),
    ],
    [
      'when the function is decorated',
      helper(called, `@func_description("x")\ndef key(conv, n):\n    ${read('n')}`),
    ],
    ['when its parameter takes many', helper(called, `def key(conv, *n):\n    ${read('n')}`)],
    [
      'when it is set in the function',
      helper(called, `def key(conv, n):\n    n = pick(n)\n    ${read('n')}`),
    ],
    [
      'when the model calls it',
      `//- functions/key.py\ndef key(conv, n):\n    ${read('n')}//- functions/user.py\nfrom key import key\nkey(conv, "a")\n`,
    ],
    [
      'when it is a step of a flow',
      `//- flows/booking/function_steps/key.py\ndef key(conv, n):\n    ${read('n')}key(conv, "a")\n`,
    ],
    [
      'of a method of something unknown',
      helper(
        'from helper import H\nH().key(conv, "a")\nthing.key(conv, "b")',
        `class H:\n    def key(self, conv, n):\n        ${read('n')}`,
      ),
    ],
    [
      'of a method that is passed on',
      helper(
        'from helper import H\nrun(H().key)',
        `class H:\n    def key(self, conv, n):\n        ${read('n')}`,
      ),
    ],
  ])('%s', (_, text) => {
    expect(found(text)).toBe('?');
  });

  it('while files of the project are still being read', () => {
    expect(found(helper(called), { complete: false })).toBe('?');
  });
});

const api = (users: string, body = ''): string =>
  `//- lib/api.py
class ApiHandler:
    def __init__(self, conv, secret_name):
        self.conv = conv
        self.secret_name = secret_name
${body}    def go(self):
        ${read('self.secret_name', 'self.conv')}//- functions/user.py
${users}
`;

describe('a value stored by a constructor is what all of its calls pass', () => {
  const called = 'from lib.api import ApiHandler\nApiHandler(conv, "a")\n';
  it.each([
    ['one call', api(called), 'a'],
    ['a call by keyword', api('from lib.api import ApiHandler\nApiHandler(conv, secret_name="a")'), 'a'],
    [
      'calls in two files',
      api(`${called}//- functions/x.py\nimport lib.api\nlib.api.ApiHandler(conv, "b")`),
      'a|b',
    ],
    [
      'a subclass without a constructor',
      api('from lib.api import ApiHandler\nclass S(ApiHandler):\n    pass\nS(conv, "a")'),
      'a',
    ],
    [
      'a subclass that passes on',
      api(
        'from lib.api import ApiHandler\nclass S(ApiHandler):\n    def __init__(self, conv):\n        super().__init__(conv, "a")',
      ),
      'a',
    ],
    [
      'a subclass that names its base',
      api(
        'from lib.api import ApiHandler\nclass S(ApiHandler):\n    def __init__(self, conv):\n        ApiHandler.__init__(self, conv, "a")',
      ),
      'a',
    ],
    [
      'a subclass by another name',
      api(
        'from lib.api import ApiHandler as A\nclass S(A):\n    def __init__(self, conv):\n        super().__init__(conv, "a")',
      ),
      'a',
    ],
    [
      'a class method',
      api('', '    @classmethod\n    def make(cls, conv):\n        return cls(conv, "a")\n'),
      'a',
    ],
    ['an annotation beside it', api(`${called}def f(handler: ApiHandler) -> ApiHandler:\n    pass`), 'a'],
    ['isinstance beside it', api(`${called}isinstance(x, ApiHandler)`), 'a'],
    ['a constant of it beside it', api(`${called}log(ApiHandler.VERSION)`), 'a'],
    [
      'a subclass that sets it',
      api(`${called}class S(ApiHandler):\n    def __init__(self, conv):\n        self.secret_name = "b"`),
      'a|b',
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toBe(expected);
  });

  it.each([
    ['the class is passed on', api(`${called}run(ApiHandler)`)],
    ['the class gets another name', api(`${called}Handler = ApiHandler`)],
    [
      'it makes others like itself',
      api(called, '    def more(self):\n        return type(self)(self.conv, pick())\n'),
    ],
    [
      'its class method passes itself on',
      api(called, '    @classmethod\n    def make(cls, conv):\n        return build(cls, conv)\n'),
    ],
    ['a subclass has several bases', api(`${called}class S(ApiHandler, Other):\n    pass`)],
    [
      'a subclass passes something unknown',
      api(
        `${called}class S(ApiHandler):\n    def __init__(self, conv):\n        super().__init__(conv, pick())`,
      ),
    ],
    ['the attribute is set elsewhere', api(`${called}handler.secret_name = pick()`)],
    ['a call is given stars', api(`${called}ApiHandler(*given)`)],
    ['the class is decorated', api(called).replace('class ApiHandler', '@cleverly\nclass ApiHandler')],
    ['no code creates one', api('')],
  ])('and it is dynamic when %s', (_, text) => {
    expect(found(text)).toBe('?');
  });
});

describe('circular imports terminate', () => {
  it.each([
    ['by name', `from names import N\n${read('N')}${names('from start import N')}`],
    ['by star', `from names import *\n${read('N')}${names('from start import *')}`],
    [
      'through a package',
      `from lib import N\n${read('N')}//- lib/__init__.py\nfrom .names import N\n//- lib/names.py\nfrom lib import N\n`,
    ],
    [
      'by functions',
      `from names import f\ndef g():\n    return f()\n${read('g()')}${names('from start import g\ndef f():\n    return g()')}`,
    ],
    [
      'by classes',
      `from names import A\nclass B(A):\n    pass\n${read('B.N')}${names('from start import B\nclass A(B):\n    pass')}`,
    ],
  ])('%s', (_, text) => {
    expect(found(text)).toBe('?');
  });

  it('and so does a half-typed one', () => {
    expect(found(`from utils import secret_vault as,\n${read('"a"')}`)).toBe('a');
  });

  it('and so do texts that a function builds from itself', () => {
    const code = 'def f(n, m):\n    return f(n + m, m + n) + f(m + n, n) + "abc"\n';
    expect(found(`${code}${read('f("a", "b")')}`)).toMatch(/^\*.*abc$/);
  });

  it('and so do very long texts', () => {
    const sum = Array.from({ length: 5000 }, () => '"a"').join(' + ');
    expect(found(read(sum))).toMatch(/^a+\*$/);
    const choices = Array.from({ length: 5000 }, () => '"a"').join(' or ');
    expect(found(`N = {"x": ${choices}}\n${read('N["x"]')}`)).toBe('?');
    const updates = Array.from({ length: 300 }, () => 'n += "a"').join('\n');
    expect(found(`n = "a"\n${updates}\n${read('n')}`)).toBe('?');
  });
});
