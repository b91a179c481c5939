import { describe, expect, it } from 'vitest';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';
import { offeredAt, taken } from '../support/analysis-markers.ts';

const read = 'const creds = await conv.utils.getSecret("booking_api");\n';
const fields = ['client_id', 'client_secret'];

function offered(code: string): readonly string[] {
  return offeredAt(code, bookingAgent(), 'typescript');
}

describe('fields of a secret are completed', () => {
  it.each([
    ['after the dot', `${read}creds.$0`],
    ['in a word', `${read}send(creds.cli$0);`],
    ['after ?.', `${read}creds?.$0`],
    ['in brackets', `${read}creds["$0"];`],
    ['in a half-typed string', `${read}creds["cli$0`],
    ['in a template', `${read}send(\`Bearer \${creds.$0}\`);`],
    ['at once', '(await conv.utils.getSecret("booking_api")).$0'],
    ['in a pattern', 'const { $0 } = await conv.utils.getSecret("booking_api");'],
    ['in the next place of a pattern', `${read}const { client_id, $0 } = creds;`],
    ['in a word of a pattern', `${read}const { cl$0 } = creds;`],
    ['through a name', `${read}const same = creds ?? {};\nsame.$0`],
    ['behind a type', `${read}(creds as Creds).$0`],
    [
      'of a field of a class',
      'class A { async f(conv) { this.c = await conv.utils.getSecret("booking_api"); this.c.$0 } }',
    ],
    [
      'through a helper that is told the name',
      'const load = (conv, name) => conv.utils.getSecret(name);\nconst creds = await load(conv, "booking_api");\ncreds.$0',
    ],
  ])('%s', (_, code) => {
    expect(offered(code)).toEqual(fields);
  });

  it.each([
    ['of something else', `${read}other.$0`],
    ['of a secret that has none', 'const key = await conv.utils.getSecret("stripe_api_key");\nkey.$0'],
    [
      'of what may be something else',
      'let c = await conv.utils.getSecret("booking_api");\nif (x) c = other;\nc.$0',
    ],
    ['of a name that is not known', 'const c = await conv.utils.getSecret(name);\nc.$0'],
    ['in the new name of a pattern', `${read}const { client_id: $0 } = creds;`],
    ['in the pattern of something else', `${read}const { $0 } = other;`],
    ['after the field', `${read}creds.client_id.$0`],
  ])('but not %s', (_, code) => {
    expect(offered(code)).toEqual([]);
  });

  it('only in brackets when it is not an identifier', () => {
    const secrets = [secret('booking_api', { kind: 'key_value', fields: ['client-id', 'token'] })];
    const context = bookingAgent({ secrets });
    expect(offeredAt(`${read}creds.$0`, context, 'typescript')).toEqual(['token']);
    expect(offeredAt(`${read}creds["$0"]`, context, 'typescript')).toEqual(['client-id', 'token']);
  });

  it('and replace the text at the cursor', () => {
    const take = (code: string): string => taken(read + code, 'client_id', bookingAgent(), 'typescript');
    expect(take('creds.cli$0;')).toBe(`${read}creds.client_id;`);
    expect(take('creds["cli$0"];')).toBe(`${read}creds["client_id"];`);
    expect(take('const { $0 } = creds;')).toBe(`${read}const { client_id } = creds;`);
  });
});

describe('half-typed code that uses secrets', () => {
  const code = `import { A as b } from "./names.js"; const N = new Map([["x", \`y\`]]); enum E { Q = "q" }
class Api extends Base { static s = "a"; #p = b; constructor(private n = "x") { this.k = N.get(n) ?? E.Q; }
  async load({ conv }, ...rest) { const { client_id: id = "z", ...more } = await conv.utils.getSecret(this.k || N.get("x"));
    let c = (await conv.utils.getSecret("booking_api")) ?? {}; c.token ??= id; if (typeof c === "string") console.log(c);
    for (const [k, v] of Object.entries({ q: c })) conv.state[k] = { ...v, id }; throw new Error(\`no \${c.client_ids}\`); } }
module.exports = { Api, f: (n) => [n, "a"].join("_") }; export * from "./b"; export { Api as default };`;

  it('is analyzed without errors where it ends, and where a part is missing', () => {
    for (let at = 0; at <= code.length; at += 5) {
      for (const text of [code.slice(0, at), code.slice(0, at) + code.slice(at + 7)]) {
        const { analyzer, file } = open(text, 'typescript');
        const findings = analyzer.findings(file, bookingAgent());
        expect(findings.every(({ range }) => file.offsetAt(range.end) <= text.length)).toBe(true);
        expect(analyzer.complete(file, Math.min(at, text.length), bookingAgent())).toBeInstanceOf(Array);
        for (const { span } of analyzer.references(file))
          expect(analyzer.explain(file, span.start, {})?.derivations).not.toEqual([]);
      }
    }
  });
});
