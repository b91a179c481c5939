import { describe, expect, it } from 'vitest';
import { namesIn, spansIn } from '../support/analysis-markers.ts';

describe('an agent secret is read by', () => {
  it.each([
    ['the method with a literal', 'conv.utils.get_secret("a")'],
    ['single quotes', "conv.utils.get_secret('a')"],
    ['triple quotes', 'conv.utils.get_secret("""a""")'],
    ['a raw string', 'conv.utils.get_secret(r"a")'],
    ['an f-string without holes', 'conv.utils.get_secret(f"a")'],
    ['a string in two parts', 'conv.utils.get_secret("" "a")'],
    ['a string in brackets', 'conv.utils.get_secret(("a"))'],
    ['an escaped name', String.raw`conv.utils.get_secret("\x61")`],
    ['the keyword form', 'conv.utils.get_secret(secret_name="a")'],
    ['a call over several lines', 'conv.utils.get_secret(\n    "a",\n)'],
    ['a chain over several lines', '(conv\n  .utils\n  .get_secret("a"))'],
    ['an alias of the receiver', 'utils = conv.utils\nutils.get_secret("a")'],
    ['an alias of the function', 'fetch = conv.utils.get_secret\nfetch("a")'],
    ['an alias of an alias', 'u = conv.utils\nfetch = u.get_secret\nread = fetch\nread("a")'],
    ['an alias of conv', 'c = conv\nc.utils.get_secret("a")'],
    ['an alias chosen by a condition', 'utils = conv.utils if conv else None\nutils.get_secret("a")'],
    ['self.conv', 'class A:\n    def f(self):\n        self.conv.utils.get_secret("a")'],
    ['self._conv', 'class A:\n    def f(self):\n        self._conv.utils.get_secret("a")'],
    [
      'an attribute that holds utils',
      'class A:\n    def __init__(self, conv):\n        self.u = conv.utils\n    def f(self):\n        self.u.get_secret("a")',
    ],
    [
      'an attribute that holds the function',
      'class A:\n    def __init__(self, conv):\n        self.read = conv.utils.get_secret\n    def f(self):\n        self.read("a")',
    ],
    [
      'a parameter typed Conversation',
      'def f(conversation: Conversation):\n    conversation.utils.get_secret("a")',
    ],
    ['a parameter typed optionally', 'def f(c: "Conversation | None" = None):\n    c.utils.get_secret("a")'],
    ['a variable typed Conversation', 'c: Conversation = make()\nc.utils.get_secret("a")'],
    ['a parameter that private calls give conv', 'def _f(c):\n    c.utils.get_secret("a")\n_f(conv)'],
    ['the imported vault function', 'from utils.secret_vault import secret_vault\nsecret_vault("a")'],
    ['the vault function by another name', 'from utils import secret_vault as sv\nsv("a")'],
    [
      'the vault function of a relative import',
      'from .utils.secret_vault import secret_vault\nsecret_vault("a")',
    ],
    ['the vault function through its module', 'import utils.secret_vault as v\nv.secret_vault("a")'],
    [
      'the vault function of the builtins',
      'from acme.functions.builtin import secret_vault\nsecret_vault("a")',
    ],
    [
      'a generated function',
      'from _gen import get_secret_vault_custom_secret\nget_secret_vault_custom_secret("a")',
    ],
    ['a generated function of all', 'from _gen import *\nget_secret_vault_custom_secret("a")'],
    [
      'either of two imports',
      'try:\n    from utils.secret_vault import secret_vault\nexcept ImportError:\n    from acme.functions.builtin import secret_vault\nsecret_vault("a")',
    ],
    [
      'an import with brackets',
      'from utils.secret_vault import (\n    other,\n    secret_vault as sv,\n)\nsv("a")',
    ],
    [
      'an import inside a function',
      'def f():\n    from utils import secret_vault\n    return secret_vault("a")',
    ],
    ['a file with a byte order mark', '\uFEFFconv.utils.get_secret("a")'],
    ['a file with carriage returns', 'x = 1\r\nconv.utils.get_secret("a")\r\n'],
    ['code with tabs', 'def f(conv):\n\treturn conv.utils.get_secret("a")'],
    ['a call inside an f-string', 'print(f"{conv.utils.get_secret(\'a\')}")'],
    ['a lambda', 'read = lambda conv: conv.utils.get_secret("a")'],
    ['an awaited call', 'async def f(conv):\n    return await conv.utils.get_secret("a")'],
  ])('%s', (_, code) => {
    expect(namesIn(code)).toEqual(['a']);
  });

  it('a name outside ASCII', () => {
    expect(namesIn('conv.utils.get_secret("clé_日本_🔑")')).toEqual(['clé_日本_🔑']);
  });

  it('functions from the settings, by last or dotted name', () => {
    const code = 'import my_utils as m\nm.read_secret("a")\nfetch_it("b")\nother.read_secret("c")';
    expect(namesIn(code, 'python', ['my_utils.read_secret', 'fetch_it'])).toEqual(['a', 'b']);
  });
});

describe('not a reference, though similar:', () => {
  it.each([
    ['another library', 'aws_utils.get_secret("a")'],
    ['a bare function', 'get_secret("a")'],
    ['a client', 'client.get_secret("a")'],
    ['the utils of something else', 'kubernetes.utils.get_secret("a")'],
    ['utils alone', 'import utils\nutils.get_secret("a")'],
    ['utils of a framework', 'from flask import utils\nutils.get_secret("a")'],
    ['conv without utils', 'conv.get_secret("a")'],
    ['a module called conv', 'import conv\nconv.utils.get_secret("a")'],
    ['a module renamed to conv', 'from torch import nn as conv\nconv.utils.get_secret("a")'],
    ['a class called conv', 'class conv:\n    pass\nconv.utils.get_secret("a")'],
    ['an alias of something else', 'utils = aws.utils\nutils.get_secret("a")'],
    ['an alias that may be either', 'utils = conv.utils if x else aws.utils\nutils.get_secret("a")'],
    ['an alias that a parameter hides', 'utils = conv.utils\ndef f(utils):\n    utils.get_secret("a")'],
    [
      'a method of its own',
      'class A:\n    def get_secret(self, name): ...\n    def f(self):\n        self.get_secret("a")',
    ],
    ['secret_vault without its import', 'secret_vault("a")'],
    ['secret_vault of another package', 'from hashicorp import secret_vault\nsecret_vault("a")'],
    ['secret_vault defined here', 'from _gen import *\ndef secret_vault(name): ...\nsecret_vault("a")'],
    ['a comment', '# conv.utils.get_secret("a")'],
    ['a docstring', '"""conv.utils.get_secret("a")"""'],
    ['a string', "x = 'conv.utils.get_secret(1)'"],
    ['a call without a name', 'conv.utils.get_secret()'],
    ['the function itself', 'print(conv.utils.get_secret)'],
    ['a longer word', 'conv.utils.get_secrets("a")'],
    ['a definition', 'def get_secret(name): ...'],
    ['a variable typed otherwise', 'def f(c: Client):\n    c.utils.get_secret("a")'],
    ['an untyped parameter', 'def f(c):\n    c.utils.get_secret("a")'],
  ])('%s', (_, code) => {
    expect(namesIn(code)).toEqual([]);
  });

  it('anything in generated files', async () => {
    const { createAnalyzer } = await import('../../analysis/index.ts');
    const analyzer = createAnalyzer();
    const text = 'conv.utils.get_secret("a")';
    const file = analyzer.parse({ uri: 'file:///w/_gen/utils.py', languageId: 'python', text });
    expect(analyzer.references(file)).toEqual([]);
  });

  it('anything in a language that is not analyzed', () => {
    expect(namesIn('conv.utils.get_secret("a")', 'ruby')).toEqual([]);
  });
});

describe('the range of a reference', () => {
  it('is the literal without its quotes', () => {
    expect(spansIn('conv.utils.get_secret("a_b")')).toEqual(['a_b']);
  });

  it('is the whole argument when it is not a single literal', () => {
    expect(spansIn('conv.utils.get_secret(NAMES[x])\nconv.utils.get_secret("a" "b")')).toEqual([
      'NAMES[x]',
      '"a" "b"',
    ]);
  });

  it('counts in UTF-16 after characters outside ASCII', () => {
    expect(spansIn('x = "🔑é"; conv.utils.get_secret("a")')).toEqual(['a']);
  });
});
