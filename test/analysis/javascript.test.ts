import { describe, expect, it } from 'vitest';
import { bookingAgent, open } from '../support/analysis-fixture.ts';
import { offeredAt, taken } from '../support/analysis-markers.ts';

/**
 * Each reference as `env:A|B` or `agent:…`; patterns unchanged, `?` when chosen at run time, `+` with a
 * fallback.
 */
function readsIn(code: string, languageId = 'typescript'): readonly string[] {
  const { analyzer, file } = open(code, languageId);
  return analyzer.references(file).map(({ dialect, names, patterns, dynamic, fallback }) => {
    const what = dynamic ? '?' : [...names, ...patterns].join('|');
    return `${dialect === 'agent' ? 'agent' : 'env'}:${what}${fallback ? '+' : ''}`;
  });
}

function fieldsIn(code: string): readonly string[] {
  const { analyzer, file } = open(code, 'typescript');
  return analyzer.references(file).flatMap(({ fields }) => fields);
}

const anyLanguage = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

describe('a variable of the environment is read by', () => {
  it.each([
    ['a member', 'process.env.A;'],
    ['a string', 'process.env["A"];'],
    ['a template without holes', 'process.env[`A`];'],
    ['an escaped string', String.raw`process.env["\x41"];`],
    ['optional chaining', 'process?.env?.A;'],
    ['optional chaining before brackets', 'process.env?.["A"];'],
    ['env in brackets', 'process["env"].A;'],
    ['globalThis', 'globalThis.process.env.A;'],
    ['import.meta', 'import.meta.env.A;'],
    ['import.meta in brackets', 'import.meta.env["A"];'],
    ['taking it out', 'const { A } = process.env;'],
    ['taking it out under another name', 'const { A: a } = process.env;'],
    ['taking it out by a string', 'const { "A": a } = process.env;'],
    ['taking it out by a constant', 'const K = "A"; const { [K]: a } = process.env;'],
    ['taking it out of process', 'const { env: { A } } = process;'],
    ['taking it out of import.meta', 'const { env: { A } } = import.meta;'],
    ['an assignment', 'let x; ({ A: x } = process.env);'],
    ['a default of a parameter', 'function f({ A } = process.env) {}'],
    ['a parameter that is the environment by default', 'const f = (vars = process.env) => vars.A;'],
    ['a constant', 'const env = process.env; env.A;'],
    ['a constant of a constant', 'const p = process; const vars = p.env; vars.A;'],
    ['a variable that never changes', 'let vars = process.env; vars.A;'],
    ['env taken out of process', 'const { env } = process; env.A;'],
    ['env taken out under another name', 'const { env: vars } = process; vars.A;'],
    ['an import', 'import { env } from "node:process"; env.A;'],
    ['a renamed import', 'import { env as e } from "process"; e.A;'],
    ['the imported process', 'import p from "node:process"; p.env.A;'],
    ['the required process', 'const { env } = require("process"); env.A;'],
    ['the required process at once', 'require("node:process").env.A;'],
    ['a constant as key', 'const KEY = "A"; process.env[KEY];'],
    ['a key made of parts', 'const X = "A"; process.env[`${X}`];'],
    ['an entry of a table', 'const NAMES = { a: "A", b: "B" }; process.env[NAMES.a];'],
    ['another meaning of the name elsewhere', 'function f(env) { env.B; } const env = process.env; env.A;'],
    ['another process elsewhere', 'function f(process) { process.env.B; } process.env.A;'],
    ['the environment where there is one', 'const e = typeof process === "object" ? process.env : {}; e.A;'],
  ])('%s', (_, code) => {
    for (const language of anyLanguage) expect(readsIn(code, language)).toEqual(['env:A']);
  });

  it.each([
    ['x!', 'process.env!.A;', ['env:A']],
    ['as', '(process.env as Env).A;', ['env:A']],
    ['as around it', '(process.env.A as string).length;', ['env:A']],
    ['satisfies', '(process.env satisfies Env).A;', ['env:A']],
    ['a typed constant', 'const env: NodeJS.ProcessEnv = process.env; env.A;', ['env:A']],
    ['a declared global', 'declare const process: { env: Env }; process.env.A;', ['env:A']],
    ['as const around the key', 'const K = "A" as const; process.env[K];', ['env:A']],
  ])('%s in TypeScript', (_, code, expected) => {
    expect(readsIn(code)).toEqual(expected);
  });

  it.each([
    ['a tag', 'const x = <a href={process.env.A}>{process.env.B}</a>;', ['env:A', 'env:B']],
    ['a string that a hole ends', 'const x = <p title={`x ${process.env.A}`} />;', ['env:A']],
  ])('code in %s', (_, code, expected) => {
    expect(readsIn(code, 'typescriptreact')).toEqual(expected);
  });

  it.each([
    ['two branches', 'process.env[live ? "A" : "B"];', ['env:A|B']],
    ['any entry of a table', 'const N = { x: "B", y: "A" }; process.env[N[key]];', ['env:A|B']],
    ['a loop over literals', 'for (const n of ["A", "B"]) use(process.env[n]);', ['env:A|B']],
    ['a loop over a constant', 'const N = ["A", "B"]; for (const n of N) process.env[n];', ['env:A|B']],
    ['branches that assign', 'let n; if (x) n = "A"; else n = "B"; process.env[n];', ['env:A|B']],
    ['a default', 'const n = "A" || "B"; process.env[n];', ['env:A|B']],
    ['a template with a hole', 'process.env[`SHOP_${brand}_KEY`];', ['env:SHOP_*_KEY']],
    ['a sum', 'process.env["SHOP_" + brand];', ['env:SHOP_*']],
    ['a parameter', 'function f(n) { return process.env[n]; }', ['env:?']],
    ['a table that changes', 'const N = { a: "A" }; N.b = "B"; process.env[N[k]];', ['env:?']],
    ['a table that others get', 'const N = ["A"]; fill(N); process.env[N[0]];', ['env:?']],
    ['a template that is one hole', 'process.env[`${name}`];', ['env:?']],
    ['a sum of numbers, for all we know', 'process.env[a + b];', ['env:?']],
    ['a name that is counted up', 'let n = "A"; n += "B"; process.env[n];', ['env:?']],
  ])('a name that is %s', (_, code, expected) => {
    expect(readsIn(code)).toEqual(expected);
  });
});

describe('no variable of the environment is read by', () => {
  it.each([
    ['setting it', 'process.env.A = "x";'],
    ['setting it in brackets', 'process.env["A"] = "x";'],
    ['deleting it', 'delete process.env.A;'],
    ['asking whether it is there', '"A" in process.env;'],
    ['spreading it', 'const all = { ...process.env, A: 1 };'],
    ['handing it on', 'spawn("x", { env: process.env });'],
    ['its keys', 'Object.keys(process.env);'],
    ['the rest', 'const { ...rest } = process.env;'],
    ['the env of something else', 'context.env.A;'],
    ['the process of something else', 'child.process.env.A;'],
    ['the env of a worker', 'export default { fetch(request, env) { return env.A; } };'],
    ['a parameter called process', 'function f(process) { return process.env.A; }'],
    ['a variable called process', 'const process = load(); process.env.A;'],
    ['an import called process', 'import process from "./mine.js"; process.env.A;'],
    ['a class called process', 'class process {} process.env.A;'],
    ['env of another module', 'import { env } from "./config.js"; env.A; process;'],
    ['a parameter called env', 'const env = process.env; function f(env) { return env.A; }'],
    ['a block with its own env', 'const env = process.env; { const env = {}; env.A; }'],
    ['an env that changes', 'let env = process.env; env = load(); env.A;'],
    ['a default that is something else', 'const env = custom ?? process.env; env.A;'],
    ['a comment', '// process.env.A\n/* process.env.A */'],
    ['a string', '"process.env.A"; `process.env.A`;'],
    ['a regular expression', '/process.env.A/;'],
    ['the type of it', 'type T = typeof process.env.A;'],
    [
      'its declaration',
      'declare global { namespace NodeJS { interface ProcessEnv { A: string } } } process;',
    ],
    ['an import.meta of another name', 'import.meta.environment.A; import.meta.url; env;'],
  ])('%s', (_, code) => {
    expect(readsIn(code)).toEqual([]);
  });

  it('the text between tags', () => {
    expect(readsIn('const x = <p>process.env.A</p>;', 'javascriptreact')).toEqual([]);
  });

  it.each([
    'process.env[',
    'process.env["A',
    'process.env.',
    'const { A',
    'const {[ } = process.env',
    '`${process.env[`',
  ])('half-typed code: %s', (code) => {
    expect(readsIn(code).filter((read) => !read.endsWith('?'))).toEqual([]);
  });
});

describe('half-typed code', () => {
  const code = `import { env as e } from "process"; const { env: { N = "x", ...rest } } = process;
function f({ conv } = {}, vars = process.env) {
  const { getSecret: g } = conv.utils; const N = { a: "x", ...z } as const;
  for (const n of ["a", \`b\${x}\`]) g(live ? n : N[n]); process.env[N.a] ??= "z";
}`;

  it('is read and completed wherever it ends', () => {
    for (let end = 0; end <= code.length; end++) {
      const { analyzer, file } = open(code.slice(0, end), 'typescript');
      expect(analyzer.references(file).every(({ span }) => span.end <= end)).toBe(true);
      expect(analyzer.complete(file, end, bookingAgent())).toBeInstanceOf(Array);
    }
  });
});

describe('a fallback is detected', () => {
  it.each([
    ['??', 'process.env.A ?? "x";'],
    ['||', 'process.env["A"] || "x";'],
    ['behind a type', '(process.env.A as string) || "x";'],
    ['behind a method', 'process.env.A?.trim() || "x";'],
    ['??=', 'process.env.A ??= "x";'],
    ['a default', 'const { A = "x" } = process.env;'],
    ['a default of a renamed one', 'const { A: a = "x" } = process.env;'],
    ['a default in a parameter', 'function f({ A = "x" } = process.env) {}'],
    ['a default deep inside', 'const { env: { A = "x" } } = process;'],
  ])('in %s', (_, code) => {
    expect(readsIn(code)).toEqual(['env:A+']);
  });

  it.each([
    ['a plain read', 'process.env.A;'],
    ['a fallback of something else', 'f(process.env.A) || "x";'],
    ['a type', 'process.env.A as string;'],
    ['the default of a whole parameter', 'function f({ A } = process.env) {}'],
  ])('but not in %s', (_, code) => {
    expect(readsIn(code)).toEqual(['env:A']);
  });
});

describe('an agent secret is read by', () => {
  it.each([
    ['a call', 'conv.utils.getSecret("a");'],
    ["the platform's own spelling", 'conv.utils.get_secret("a");'],
    ['a template', 'conv.utils.getSecret(`a`);'],
    ['await', 'const x = await conv.utils.getSecret("a");'],
    ['optional chaining', 'conv?.utils?.getSecret?.("a");'],
    ['a member of this', 'class A { f() { return this.conv.utils.getSecret("a"); } }'],
    ['a parameter', 'export function start(conv) { return conv.utils.getSecret("a"); }'],
    ['a parameter by its type', 'function f(c: Conversation) { return c.utils.getSecret("a"); }'],
    ['a parameter taken apart', 'function f({ conv }) { return conv.utils.getSecret("a"); }'],
    ['utils taken out', 'const { utils } = conv; utils.getSecret("a");'],
    ['the function taken out', 'const { getSecret } = conv.utils; getSecret("a");'],
    ['the function under another name', 'const { getSecret: read } = conv.utils; read("a");'],
    ['an alias of utils', 'const u = conv.utils; u.getSecret("a");'],
    ['an alias of the function', 'const read = conv.utils.getSecret; read("a");'],
    ['a constant', 'const NAME = "a"; conv.utils.getSecret(NAME);'],
    ['brackets', 'conv["utils"]["getSecret"]("a");'],
  ])('%s', (_, code) => {
    expect(readsIn(code)).toEqual(['agent:a']);
  });

  it.each([
    ['branches', 'conv.utils.getSecret(live ? "a" : "b");', ['agent:a|b']],
    ['a template with a hole', 'conv.utils.getSecret(`zendesk_${region}_api`);', ['agent:zendesk_*_api']],
    ['an argument', 'function f(conv, name) { conv.utils.getSecret(name); }', ['agent:?']],
  ])('a name from %s', (_, code, expected) => {
    expect(readsIn(code)).toEqual(expected);
  });

  it('and the keys taken from it are known', () => {
    expect(fieldsIn('(await conv.utils.getSecret("a")).client_id;')).toEqual(['client_id']);
    expect(fieldsIn('conv.utils.getSecret("a")["client_id"];')).toEqual(['client_id']);
    expect(fieldsIn('const { id, key: k } = await conv.utils.getSecret("a");')).toEqual(['id', 'key']);
    expect(fieldsIn('(await conv.utils.getSecret("a")).trim();')).toEqual([]);
  });

  it('and a wrong name is found', () => {
    const { analyzer, file } = open('conv.utils.getSecret("strpe_api_key");', 'javascript');
    const found = analyzer.findings(file, bookingAgent());
    expect(found.map(({ rule, suggestions }) => [rule, suggestions])).toEqual([
      ['secret-not-found', ['stripe_api_key']],
    ]);
  });
});

describe('no agent secret is read by', () => {
  it.each([
    ['another receiver', 'vault.getSecret("a");'],
    ['the utils of something else', 'aws.utils.getSecret("a");'],
    ['utils alone', 'import * as utils from "./utils"; utils.getSecret("a");'],
    ['a function of that name', 'import { getSecret } from "./vault"; getSecret("a"); conv.utils;'],
    ['a method of a class', 'class V { utils = 1; f() { return this.getSecret("a"); } }'],
    ['a conversation made otherwise', 'const conv = makeOne(); conv.utils.getSecret("a");'],
    ['an imported conversation', 'import { conv } from "./x"; conv.utils.getSecret("a");'],
    ['no argument', 'conv.utils.getSecret();'],
    ['a spread', 'conv.utils.getSecret(...names);'],
    ['only its name', 'register(conv.utils.getSecret);'],
    ['a parameter of another type', 'function f(c: Client) { return c.utils.getSecret("a"); }'],
    ['a parameter called utils', 'function f(utils) { return utils.getSecret("a"); }'],
    ['a comment', '// conv.utils.getSecret("a")'],
    ['a string', '"conv.utils.getSecret(1)";'],
  ])('%s', (_, code) => {
    expect(readsIn(code)).toEqual([]);
  });
});

describe('names of variables are completed', () => {
  const known = 'process.env.CRM_TOKEN;\n';

  it.each([
    ['after the dot', 'process.env.$0'],
    ['in a word', 'process.env.CR$0;'],
    ['after ?.', 'process.env?.$0'],
    ['in a string', 'process.env["$0"];'],
    ['in a half-typed string', "process.env['CR$0"],
    ['in a half-typed string before a bracket', 'process.env["CR$0]'],
    ['in a template', 'process.env[`$0`];'],
    ['behind a type', '(process.env as Env).$0'],
    ['of an alias', 'const vars = process.env;\nvars.$0'],
    ['in a pattern', 'const { $0 } = process.env;'],
    ['in a word of a pattern', 'const { CR$0 } = process.env;'],
    ['in the next place of a pattern', 'const { OTHER, $0 } = process.env;'],
    ['in a pattern in a pattern', 'const { env: { $0 } } = process;'],
    ['in the pattern of a parameter', 'function f({ $0 } = process.env) {}'],
    ['in import.meta.env', 'import.meta.env.$0'],
    ['in a branch', 'process.env[live ? "$0" : "B"];'],
  ])('%s', (_, code) => {
    expect(offeredAt(known + code, bookingAgent(), 'typescript')).toContain('CRM_TOKEN');
  });

  it.each([
    ['of something else', 'context.env.$0'],
    ['in another string', 'const x = "$0";'],
    ['in the pattern of something else', 'const { $0 } = options;'],
    ['in the new name of a pattern', 'const { A: $0 } = process.env;'],
    ['in a template with holes', 'process.env[`A_${x}$0`];'],
    ['behind the name', 'process.env.CRM_TOKEN.$0'],
    ['after it', 'process.env.A; $0'],
  ])('but not %s', (_, code) => {
    expect(offeredAt(known + code, bookingAgent(), 'typescript')).toEqual([]);
  });

  it('and replace the text at the cursor', () => {
    const taking = (code: string): string => taken(known + code, 'CRM_TOKEN', bookingAgent(), 'typescript');
    expect(taking('const { CR$0 } = process.env;')).toBe(`${known}const { CRM_TOKEN } = process.env;`);
    expect(taking('process.env["CR$0"];')).toBe(`${known}process.env["CRM_TOKEN"];`);
  });
});

describe('names of agent secrets are completed', () => {
  it.each([
    ['in a string', 'conv.utils.getSecret("$0");'],
    ['in a half-typed string', 'conv.utils.getSecret("str$0'],
    ['in a half-typed string before a bracket', "conv.utils.getSecret('str$0)"],
    ['in a template', 'conv.utils.getSecret(`$0`);'],
    ['in a branch', 'conv.utils.getSecret(live ? "$0" : "b");'],
    ['without quotes', 'conv.utils.getSecret($0)'],
    ['without quotes, in a word', 'conv.utils.getSecret(str$0)'],
    ['through an alias', 'const { utils } = conv; utils.getSecret("$0");'],
  ])('%s', (_, code) => {
    expect(offeredAt(code, bookingAgent(), 'javascript')).toContain('stripe_api_key');
  });

  it.each([
    ['of another function', 'vault.getSecret("$0");'],
    ['in the second argument', 'conv.utils.getSecret("a", "$0");'],
    ['behind the call', 'conv.utils.getSecret("a").$0'],
  ])('but not %s', (_, code) => {
    expect(offeredAt(code, bookingAgent(), 'javascript')).toEqual([]);
  });

  it('and come with quotes', () => {
    expect(taken('conv.utils.getSecret(str$0)', 'stripe_api_key', bookingAgent(), 'javascript')).toBe(
      'conv.utils.getSecret("stripe_api_key")',
    );
  });
});
