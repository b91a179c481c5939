import { describe, expect, it } from 'vitest';
import { variableBefore } from '../../client/snippets/snippet.ts';
import { moved, sees, values } from './moved-literal.ts';

describe('a literal that moves into the vault', () => {
  it('is the whole text in quotes, with the cursor in it or all of it selected', () => {
    for (const line of ["k = 'not-a||-real'", "k = '|not-a-real|'", "k = |'not-a-real'|"])
      expect(values(`def f(conv):\n    ${line}`)).toEqual([[undefined, 'not-a-real']]);
  });

  it('becomes the code that reads it, in the quotes of that place', () => {
    expect(moved("def f(conv):\n    k = '|not-a-real|'")).toBe(
      "def f(conv):\n    k = conv.utils.get_secret('a_key')",
    );
    expect(moved('async function f(conv) {\n  const k = "|not-a-real|";', 'javascript')).toContain(
      'const k = await conv.utils.getSecret("a_key");',
    );
  });

  it('may be a part of the text, and the rest remains', () => {
    expect(moved(String.raw`h = "Bearer\t|not-a-real|"`)).toBe(
      String.raw`h = ("Bearer\t" + conv.utils.get_secret("a_key"))`,
    );
    expect(moved("h = '|not-a-real|@host'")).toBe("h = (conv.utils.get_secret('a_key') + '@host')");
  });

  it.each([
    [`b = """{"api_key": "|not-a-real|"}"""`, `b = ('{"api_key": "' + READ + '"}')`],
    [`b = '''{'api_key': '|not-a-real|'}'''`, `b = ("{'api_key': '" + READ + "'}")`],
    [`b = """{\n  "it's": "|not-a-real|"\n}"""`, `b = ("""{\n  "it's": \\"""" + READ + """"\n}""")`],
    [`b = """it's "|not-a-real|\\""""`, `b = ("""it's \\"""" + READ + '\\"')`],
    [`b = rb'''{'k': b'|not-a-real|'}'''`, `b = (rb"{'k': b'" + READ.encode() + rb"'}")`],
    [`b = r'''"it's' |not-a-real|'''`, `b = (r'''"it's' ''' + READ)`],
    [`b = r'''\n"'|not-a-real|'''`, `b = ('\\n"\\'' + READ)`],
  ])('leaves the quotes in a triple-quoted string as they are: %s', (code, expected) => {
    const quote = code.includes("'''") ? "'" : '"';
    const read = `conv.utils.get_secret(${quote}a_key${quote})`;
    expect(moved(code)).toBe(expected.replace('READ', read));
  });

  it('leaves the rest of a raw string as it is, which cannot end in a backslash', () => {
    expect(moved('k = r"C:\\dir\\|not-a-real|\\d"')).toBe(
      'k = ("C:\\\\dir\\\\" + conv.utils.get_secret("a_key") + r"\\d")',
    );
  });

  it.each([
    ['python', 'k = "a\\|not-a-real|"'],
    ['python', 'k = "a\\x4|1not-a-real|"'],
    ['python', `k = r"|not-a-real\\|'"`],
    ['javascript', 'const k = `a\\|not-a-real|`;'],
  ])('is not cut out of the middle of an escape: %s %s', (languageId, code) => {
    expect(values(code, languageId)).toBe('not-plain');
  });

  it('is not searched for in comments, nor where an apostrophe only seems to start a string', () => {
    expect(values("# it's |not-a-real|\nk = 'x'")).toBe('no-literal');
    expect(values("# it's\nk = '|not-a-real|'")).toEqual([[undefined, 'not-a-real']]);
  });

  it.each([
    'const quoted = text.replace(/`/g, "x");\nconst k = "|not-a-real|";\nconst a = `b`;',
    'post(url.replace(/"/g, ""), "|not-a-real|");',
    'const k = { a: /[/"]/, b: "|not-a-real|" };',
    'if (/"/.test(a)) send("|not-a-real|");',
    'if (a) /"/.test("|not-a-real|");',
    'const k = a / 2 + "|not-a-real|" + b / 2;',
    'const k = a++ / (b) / c[0] / d + "|not-a-real|";',
    'const u = `${a ? `?${"`"}` : ""}`; const k = "|not-a-real|";',
    'const u = `a ${b(`c ${d} "x`)}`; const k = "|not-a-real|";',
    "const p = <p>Don't {send(\"|not-a-real|\", 'x')}</p>;",
    "const p = <><b title='a\nb' {...c}>it's</b> {/* it's */ send(\"|not-a-real|\")}</>;",
    'const first = <T,>(a: T) => a; const t = <T,>(a: T[]) => "|not-a-real|";',
    'const t = <Key extends A>(a: Key) => "|not-a-real|"; const p = <p>it\'s</p>;',
    '/* it\'s */ const k = "|not-a-real|"; // isn\'t',
  ])('is distinguished from quotes that start no string: %s', (code) => {
    expect(values(code, 'typescriptreact')).toEqual([[undefined, 'not-a-real']]);
  });

  it.each([
    'k = {"a" if"b"else "|not-a-real|"}',
    'k = f"{a["b"]:\'>9} {{" + "|not-a-real|"',
    "k = f\"{d['}']}\" + '|not-a-real|'",
    "k = rf'\\{a}' + f'\\N{DASH}' + '|not-a-real|'",
  ])('is distinguished from quotes around it in Python: %s', (code) => {
    expect(values(code)).toEqual([[undefined, 'not-a-real']]);
  });

  it.each([
    ['python', 'k = "|not-a-real|\n'],
    ['python', "k = '''it's \"|not-a-real|\""],
    ['javascript', "const k = '|not-a-real|\n + \"x';"],
    ['javascript', 'const k = `it\'s "|not-a-real|"'],
    ['javascriptreact', '<p>The key is "|not-a-real|"</p>'],
    ['javascript', 'const k = /"|not-a-real|"/;'],
  ])('is not found where a string does not end, or where there is no string: %s %s', (languageId, code) => {
    expect(values(code, languageId)).toBe('no-literal');
  });

  it('may have several lines, as keys have', () => {
    expect(values('k = """|one\ntwo|"""')).toEqual([[undefined, 'one\ntwo']]);
    expect(values('const k = `|one\r\ntwo|`;', 'typescript')).toEqual([[undefined, 'one\ntwo']]);
  });

  it.each([String.raw`k = "|a\n-not-real|"`, 'k = "||"', 'k = "|%s-x|" % y', 'k = "|{}-x|".format(y)'])(
    'is not %s, whose text is not its value',
    (code) => expect(values(code)).toBe('not-plain'),
  );

  it('is named after what it is assigned to', () => {
    expect(variableBefore('    stripeKey = ')).toBe('stripe_key');
    expect(variableBefore('    "api-key": ')).toBe('key');
    expect(variableBefore('send(')).toBe('');
  });
});

describe('a literal in a long file', () => {
  it.each([
    ['type assertions', 'typescript', 'const m = <Foo>bar;\n'.repeat(5000)],
    ['type assertions in objects', 'typescript', 'const m = <Foo>{ a: 1, b: <Bar>c };\n'.repeat(2000)],
    [
      'type arguments',
      'typescript',
      `const a = <T>(b: T) => b;\n${'let c: Array<string>;\n'.repeat(10_000)}`,
    ],
    [
      'type arguments next to markup',
      'typescriptreact',
      `const a = <T,>(b: T) => b;\n${'let c: Array<string>;\n'.repeat(10_000)}`,
    ],
    ['open markup', 'javascript', 'const m = <Foo a="b\n'.repeat(3000)],
    ['nested markup', 'javascript', '<a b={c} d={<e f={g} />}>{h}</a>;\n'.repeat(2000)],
  ])('is found quickly after %s', (_, languageId, before) => {
    expect(values(`${before}const k = "«not-a-real»";`, languageId)).toEqual([[undefined, 'not-a-real']]);
  });

  it.each([
    ['attributes', '<a b={'.repeat(10_000)],
    ['elements', '<a>{'.repeat(10_000)],
    ['templates', '`${'.repeat(10_000)],
  ])('is found inside 10,000 %s without end', (_what, before) => {
    expect(values(`${before}"«not-a-real»"`, 'javascript')).toEqual([[undefined, 'not-a-real']]);
  });

  it('is text inside 10,000 elements without end', () => {
    expect(values(`${'<a>\n'.repeat(10_000)}"«not-a-real»"`, 'typescriptreact')).toBe('no-literal');
  });
});

describe('a literal in a string with placeholders for code', () => {
  it('becomes a placeholder, with quotes that every Python version accepts', () => {
    expect(moved('h = f"Bearer |not-a-real| {user}"')).toBe(
      `h = f"Bearer {conv.utils.get_secret('a_key')} {user}"`,
    );
    expect(moved("h = f'{user}:|not-a-real|'")).toBe(`h = f'{user}:{conv.utils.get_secret("a_key")}'`);
  });

  it('becomes a placeholder of a template too', () => {
    expect(moved('const h = `Bearer |not-a-real| ${user}`;', 'typescript')).toBe(
      'const h = `Bearer ${await conv.utils.getSecret("a_key")} ${user}`;',
    );
  });

  it('has to be selected when the string has other parts', () => {
    expect(values('h = f"Bearer not||-a-real {user}"')).toBe('select-part');
    expect(moved('h = f"|not-a-real|"')).toBe('h = conv.utils.get_secret("a_key")');
  });

  it('is not code itself', () => {
    expect(values('h = f"{us|er} x|"')).toBe('not-plain');
  });
});

describe('a literal of bytes', () => {
  it('is converted to bytes again', () => {
    expect(moved('k = b"|not-a-real|"')).toBe('k = conv.utils.get_secret("a_key").encode()');
    expect(moved('k = b"Basic |not-a-real|"')).toBe(
      'k = (b"Basic " + conv.utils.get_secret("a_key").encode())',
    );
  });
});

describe('a literal made of several strings', () => {
  it('is moved as one when the whole sum is selected', () => {
    expect(moved('send(|"not-a" + "-real"|)')).toBe('send(conv.utils.get_secret("a_key"))');
    expect(values('send(|"not-a" + "-real"|)')).toEqual([[undefined, 'not-a-real']]);
    expect(moved("send(|'not-a' + '-real'|);", 'javascript')).toBe(
      "send(await conv.utils.getSecret('a_key'));",
    );
  });

  it('is a single literal where Python joins adjacent strings', () => {
    expect(moved('send(\n    "not-a"\n    "-re||al",\n)')).toBe(
      'send(\n    conv.utils.get_secret("a_key"),\n)',
    );
    expect(values('send("not-a" "-|real|")')).toBe('not-plain');
  });

  it('is not joined across lines that are separate statements', () => {
    expect(values('"""About."""\n"|not-a-real|"')).toEqual([[undefined, 'not-a-real']]);
  });
});

describe('several literals with names', () => {
  const both = [
    ['client_id', 'not-a-real-id'],
    ['client_secret', 'not-a-real-key'],
  ];

  it.each([
    ['python', 'd = |{"client_id": "not-a-real-id", "client_secret": "not-a-real-key"}|'],
    ['python', '|client_id = "not-a-real-id"\nclient_secret = "not-a-real-key"|'],
    ['python', 'Client(|client_id="not-a-real-id", client_secret="not-a-real-key"|)'],
    ['typescript', 'const d = |{ client_id: "not-a-real-id", "client_secret": "not-a-real-key" }|;'],
  ])('are the fields of one secret: %s %s', (languageId, code) => {
    expect(values(code, languageId)).toEqual(both);
  });

  it.each([
    ['python', 'Client(|client_id="not-a-real-id", client_secret="not-a-"\n  "real-key"|)'],
    ['python', 'Client(|client_id="not-a-real-id", client_secret="not-a-" + "real-key"|)'],
    ['python', 'Client(|client_id="not-a-real-id", client_secret="not-a-%s" % key|)'],
    ['python', 'Client(|client_id="not-a-real-id", client_secret="not-a-real-key".strip("-")|)'],
    ['python', 'Client(|client_id="not-a-real-id", client_secret="not-a-real-key"|[1:])'],
    ['python', '|client_id = "not-a-real-id"\nclient_secret = "not-a-" \\\n  "real-key"|'],
    ['javascript', 'f({ |client_id: "not-a-real-id", client_secret: "not-a-" + "real-key"| });'],
    ['javascript', 'f({ |client_id: "not-a-real-id", client_secret: "not-a-real-key"|.trim() });'],
    ['typescript', 'type T = { |client_id: "not-a-real-id", client_secret: "not-a-real-key"| };'],
  ])('are not combined when a string is only a part of its value: %s %s', (languageId, code) => {
    expect(values(code, languageId)).toBe('not-plain');
  });

  it('are each read as a field', () => {
    expect(moved("d = |{'client_id': 'x-not-real', 'client_secret': 'y-not-real'}|")).toBe(
      "d = {'client_id': conv.utils.get_secret('a_key')['client_id'], 'client_secret': conv.utils.get_secret('a_key')['client_secret']}",
    );
  });
});

describe('a secret of the agent can be read', () => {
  it.each([
    ['python', 'def f(conv):\n    k = "|not-a-real|"'],
    ['python', 'def f(\n    conv: Conversation,\n    at: str = "a",\n) -> str:\n    k = "|not-a-real|"'],
    ['python', 'def f(conv):\n    def g():\n        return "|not-a-real|"'],
    ['python', 'def f(conv):\n    send(\n        a,\n        "|not-a-real|",\n    )'],
    ['python', 'def f(conv):\n    k = f"""\nHello {a}\n|not-a-real|\n"""'],
    ['python', 'class A:\n    def f(self, conv):\n        k = f"""\nfor|not-a-real| {a}\n"""'],
    ['javascript', 'async function f(conv) {\n  if (a) {\n    return { k: "|not-a-real|" };'],
    ['typescript', 'const f = async (conv: Conv): Promise<void> => {\n  send("|not-a-real|");'],
    ['typescript', 'class A {\n  async run(conv: Conv) {\n    send("|not-a-real|");'],
    ['javascript', 'const f = async (conv) => send("|not-a-real|");'],
    ['javascript', 'const f = async (conv) => send({ a: { b: "|not-a-real|" } });'],
    ['javascript', 'const f = async (conv) => (a ? [b, "|not-a-real|"] : c);'],
    ['javascript', 'const f = async conv => a ? b : "|not-a-real|";'],
    ['javascript', 'const f = async (conv) =>\n  send(conv)\n    .then(a, "|not-a-real|")'],
    ['javascript', 'async function f({ conv }) {\n  send("|not-a-real|");'],
    ['javascript', 'async function f({ a, conv = {} } = {}, ...b) {\n  send("|not-a-real|");'],
    ['javascript', 'const f = async function* (conv) {\n  yield "|not-a-real|";'],
    ['javascript', 'async function f({ a: conv }) {\n  send("|not-a-real|");'],
    [
      'typescript',
      'async function f(conv: C, a: { b: string } = { b: "" }): Promise<{ c: boolean }> {\n  send("|not-a-real|");',
    ],
    [
      'typescript',
      'const f = async <T>(conv: C<T>): Promise<T & { b: () => void }> => send("|not-a-real|");',
    ],
    ['typescript', 'const f: (conv: A) => B = async (conv) => send("|not-a-real|");'],
    ['typescript', 'async function f(conv: A) {\n  const g: Record<string, () => void> = h("|not-a-real|");'],
    ['typescript', 'export default { async run<T>(conv: T) { return send("|not-a-real|"); } };'],
    ['typescript', 'export default { async "run"(conv: T) { return send("|not-a-real|"); } };'],
    [
      'typescript',
      'class A {\n  run = async (conv: Conv) => {\n    for (const a of b) {\n      send("|not-a-real|");',
    ],
    ['typescript', 'function make(conv: Conv) {\n  return { run: async () => ({ a: "|not-a-real|" }) };'],
    [
      'javascript',
      'async function f(conv) {\n  list.map((a) => a);\n  const b = c => c\n  send("|not-a-real|");',
    ],
    ['typescript', 'async function f(conv: C) {\n  const a = b as () => void\n  const k = "|not-a-real|"'],
    ['typescript', 'async function f(conv: C) {\n  const a = () => b!\n  const k = "|not-a-real|"'],
    ['typescript', 'async function f(conv: C) {\n  const a = (x) => x++\n  const k = "|not-a-real|"'],
    ['typescript', 'async function f(conv: C) {\n  const a = () => b[0]!\n  const k = "|not-a-real|"'],
    ['typescript', 'async function f(conv: C) {\n  const a = () => [b] as const\n  const k = "|not-a-real|"'],
    ['javascript', 'async function f(conv) {\n  if (a) { b(); } else { send("|not-a-real|"); }'],
    [
      'javascriptreact',
      'async function F({ conv }) {\n  return <A b={(c) => c} token="|not-a-real|">Don\'t {a}</A>;\n}',
    ],
  ])('where there is a conversation: %s %s', (languageId, code) => {
    expect(sees(code, languageId)).toBe(true);
  });

  it.each([
    ['python', 'KEY = "|not-a-real|"'],
    ['python', 'def f(conv):\n    pass\n\nKEY = "|not-a-real|"'],
    ['python', 'def f(a):\n    k = "|not-a-real|"'],
    ['python', 'def conv(a):\n    k = "|not-a-real|"'],
    ['python', 'def f(conv, key="|not-a-real|"):\n    pass'],
    ['python', 'def f(conv,\n      key="|not-a-real|"):\n    pass'],
    ['python', 'def f(conv):\n    pass\n\nclass A:\n    key = "|not-a-real|"'],
    ['python', '@tool(key="|not-a-real|")\ndef f(conv):\n    pass'],
    ['javascript', 'const k = "|not-a-real|";'],
    ['javascript', 'function f(conv) {\n  const k = "|not-a-real|";'],
    ['javascript', 'async function f(conv) {\n}\nconst k = "|not-a-real|";'],
    ['javascript', 'async function f(conv) {\n  run(() => !\n    send("|not-a-real|"));\n}'],
    ['javascript', 'async function f(conv) {\n  run(() => a ==\n    send("|not-a-real|"));\n}'],
    ['javascript', 'async function f(conv, k = "|not-a-real|") {\n}'],
    ['javascript', 'async function f(conv) {\n  list.map((a) => a + "|not-a-real|");'],
    ['javascript', 'const f = async (conv) => send(conv);\nconst k = "|not-a-real|";'],
    ['javascript', 'const f = async (conv) => send(conv)\nconst k = "|not-a-real|"'],
    ['javascript', 'const f = [async (conv) => send(conv), "|not-a-real|"];'],
    ['javascript', 'const f = a ? async (conv) => send(conv) : "|not-a-real|";'],
    ['javascript', 'const f = async (conv, k = "|not-a-real|") => send(conv);'],
    ['javascript', 'async function f(conv) {\n  function g(k = "|not-a-real|") {}\n}'],
    ['javascript', 'async function f(conv) {\n  const g = async ({ k = "|not-a-real|" }) => k;\n}'],
    [
      'typescript',
      'async function f(conv) {\n  const o = { g(k = "|not-a-real|"): string { return k; } };\n}',
    ],
    ['javascript', 'async function f(conv) {\n  class A { key = "|not-a-real|"; }\n}'],
    ['javascript', 'async function f(conv) {\n  const o = { get k() { return "|not-a-real|"; } };\n}'],
    ['javascript', 'async function f(conv) {\n  run(() => (k = "|not-a-real|"));\n  run(() => k = a);\n}'],
    ['javascript', 'async function f(conv) {\n  run(() => k = "|not-a-real|");\n}'],
    ['javascript', 'async function f({ conv: c }) {\n  send("|not-a-real|");'],
    ['typescript', 'async function f(a: { conv: C }) {\n  send("|not-a-real|");'],
    ['typescript', 'const f: (conv: A) => B = async (a) => send("|not-a-real|");'],
    ['javascript', 'const o = { async(conv) { return "|not-a-real|"; } };'],
  ])('not elsewhere, but an environment secret can: %s %s', (languageId, code) => {
    expect(sees(code, languageId)).toBe(false);
    const subject = { name: 'A_KEY', dialect: 'environment' } as const;
    const read = languageId === 'python' ? 'os.environ["A_KEY"]' : 'process.env.A_KEY';
    expect(moved(code, languageId, subject)).toContain(read);
  });

  it('is not the name of a property', () => {
    expect(values('const d = { "|not-a-real|": 1 };', 'javascript')).toBe('not-plain');
  });
});
