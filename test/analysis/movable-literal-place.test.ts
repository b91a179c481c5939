import { describe, expect, it } from 'vitest';
import { moved, values } from './moved-literal.ts';

const read = 'await conv.utils.getSecret("a_key")';

describe('code around a literal of JavaScript', () => {
  it.each([
    ['f("«not-a-real»".trim());', `f((${read}).trim());`],
    ['f("«not-a-real»"?.length);', `f((${read})?.length);`],
    ['f("«not-a-real»"[0]);', `f((${read})[0]);`],
    ['f("«not-a-real»"!);', `f((${read})!);`],
    ['f("«not-a-real»" !== a);', `f(${read} !== a);`],
    ['f("Bearer «not-a-real»".trim());', `f(("Bearer " + ${read}).trim());`],
    ['f(<A token="«not-a-real»" />);', `f(<A token={${read}} />);`],
    ['f(<A\n  {...b}\n  token = "«not-a-real»"\n>c</A>);', `f(<A\n  {...b}\n  token = {${read}}\n>c</A>);`],
    ['f(<A auth="Bearer «not-a-real»" />);', `f(<A auth={"Bearer " + ${read}} />);`],
    ['f(<A token={"«not-a-real»"} />);', `f(<A token={${read}} />);`],
    ['f(<A style={{ a: "«not-a-real»" }}>{b || ""}</A>);', `f(<A style={{ a: ${read} }}>{b || ""}</A>);`],
    ['const k = "«not-a-real»" as string;', `const k = ${read} as string;`],
    ['const k: string = a ? "«not-a-real»" : "b";', `const k: string = a ? ${read} : "b";`],
    ['const k = a ? "b" : "«not-a-real»"', `const k = a ? "b" : ${read}`],
    ['f({ a, "b": c ? 1 : 2, ["d"]: "«not-a-real»" });', `f({ a, "b": c ? 1 : 2, ["d"]: ${read} });`],
    ['return { a: { b: "«not-a-real»" } };', `return { a: { b: ${read} } };`],
    ['type T = string\nconst k = f("«not-a-real»")', `type T = string\nconst k = f(${read})`],
    ['type F = () => void\nconst k = "«not-a-real»"', `type F = () => void\nconst k = ${read}`],
    [
      'type F = (a: B) => void\nexport const c = { key: "«not-a-real»" }',
      `type F = (a: B) => void\nexport const c = { key: ${read} }`,
    ],
    [
      'type F = () => void\nasync function f() { g("«not-a-real»") }',
      `type F = () => void\nasync function f() { g(${read}) }`,
    ],
    ['switch (a) { case "«not-a-real»": b(); }', `switch (a) { case ${read}: b(); }`],
    ['return ["«not-a-real»"];', `return [${read}];`],
    ['f(a || "«not-a-real»", ...b);', `f(a || ${read}, ...b);`],
    ['class A { key = "«not-a-real»"; }', `class A { key = ${read}; }`],
    ['const { k = "«not-a-real»" } = a;', `const { k = ${read} } = a;`],
    ['export default "«not-a-real»";', `export default ${read};`],
    ['f(`a ${`b`} «not-a-real»`);', `f(\`a \${\`b\`} \${${read}}\`);`],
  ])('takes the reading in the form it needs: %s', (code, expected) => {
    expect(moved(code, 'typescriptreact')).toBe(expected);
  });

  it.each([
    'const d = { "«not-a-real»": 1 };',
    'const d = { a, "«not-a-real»"() {} };',
    'class A { static "«not-a-real»" = 1; }',
    'class A { b = 1; "«not-a-real»" = 1; }',
    'import a from "«not-a-real»";',
    'import "«not-a-real»"',
    'export { a as "«not-a-real»" };',
    'import a from "b" with { type: "«not-a-real»" };',
    '"«not-a-real»";',
    'function f() {\n  "«not-a-real»"\n}',
    'f()\n"«not-a-real»"',
    'type T = "«not-a-real»";',
    'type T = { a: [b: { c: "«not-a-real»" }] };',
    'type T<A> = A extends string ? "«not-a-real»" : "b";',
    'type T = "a" | "«not-a-real»";',
    'type T = "«not-a-real»" | "a";',
    'type T = () => "«not-a-real»";',
    'interface A { a: "«not-a-real»" }',
    'interface A { "«not-a-real»"?: string }',
    'enum A { B = "«not-a-real»" }',
    'const k: "«not-a-real»" = a;',
    'let k: { a: "«not-a-real»" };',
    'function f(a: "«not-a-real»", b?: string) {}',
    'const f = (a?: "«not-a-real»") => a;',
    'function f(): "«not-a-real»" {}',
    'function f(a: B["«not-a-real»"]) {}',
    'function f(a: B<C, { d: "«not-a-real»" }>) {}',
    'const a = b as "«not-a-real»";',
    'f<"«not-a-real»">();',
    'const a = "«not-a-real»" as const;',
    'const a = String.raw`«not-a-real»`;',
    'const a = sql`Bearer «not-a-real»`;',
    'const a = f<A>`«not-a-real»`;',
    'const a = "«not-a-real»"`b`;',
    'return"«not-a-real»"',
    'f(<A token="a&amp;«not-a-real»" />);',
    'f(<A token="a\n «not-a-real»" />);',
    'const k = typeof «"not-a" + "-real"»;',
    'const k = «"not-a" + "-real"».trim();',
  ])('does not allow a reading: %s', (code) => expect(values(code, 'typescriptreact')).toBe('not-plain'));
});

describe('code around a literal of TypeScript', () => {
  it.each([
    ['const c = <Config>{ key: "«not-a-real»" };', `const c = <Config>{ key: ${read} };`],
    ['const c = { a: <Config<A>>{ b: ["«not-a-real»"] } };', `const c = { a: <Config<A>>{ b: [${read}] } };`],
    ['f(<string>"«not-a-real»");', `f(<string>${read});`],
    ['return <string[]>["«not-a-real»"];', `return <string[]>[${read}];`],
    ['if (a > "«not-a-real»") b();', `if (a > ${read}) b();`],
    ['const a = b < "«not-a-real»" && c;', `const a = b < ${read} && c;`],
    ['const a = i<n ? { key: "«not-a-real»" } : {};', `const a = i<n ? { key: ${read} } : {};`],
    ['const a = i<n ? {} : { key: "«not-a-real»" };', `const a = i<n ? {} : { key: ${read} };`],
    ['const a = i<n && { key: "«not-a-real»" };', `const a = i<n && { key: ${read} };`],
    ['f(<A>"«not-a-real»".trim());', `f(<A>(${read}).trim());`],
    ['f(a<b, { key: "«not-a-real»" });', `f(a<b, { key: ${read} });`],
  ])('may cast and compare: %s', (code, expected) => expect(moved(code, 'typescript')).toBe(expected));

  it.each([
    'let a = <const>"«not-a-real»";',
    'let a = <Config>{ "«not-a-real»": 1 };',
    'f < "«not-a-real»" > ();',
    'let a: B < "«not-a-real»", C >;',
    'let a: B<C extends D ? { e: "«not-a-real»" } : F>;',
    'let a: <T>(b: { c: "«not-a-real»" }) => void;',
    'let a: <T>() => "«not-a-real»" = b;',
  ])('does not allow a reading: %s', (code) => expect(values(code, 'typescript')).toBe('not-plain'));

  it.each([
    'const c = <Config>{ key: "«not-a-real»" };',
    'return <A b="c" >"«not-a-real»"',
    'const c = <A>"«not-a-real»";',
  ])('is the text of an element where there are no casts: %s', (code) =>
    expect(values(code, 'typescriptreact')).toBe('no-literal'),
  );
});

describe('code around a literal of Python', () => {
  it.each([
    'match a:\n    case "«not-a-real»":\n        pass',
    'match a:\n    case {"b": A(\n        "«not-a-real»")}:\n        pass',
    '"""About «not-a-real»."""\n',
    'def f(conv):\n    """About «not-a-real»."""\n',
    'k = t"«not-a-real» {a}"',
    'k = "Bearer «not-a-real»".format()',
    'k = "Bearer «not-a-real»" % ()',
    'return"«not-a-real»"',
    'k = «"not-a" + "-real"».upper()',
    'k = 2 * «"not-a" + "-real"»',
    'k = «"not-a" + "-re"» "al"',
    'k = ("not-a" "-«»real" % a)',
  ])('does not allow a reading: %s', (code) => expect(values(code)).toBe('not-plain'));

  it.each(['case = "«not-a-real»"', 'd = {\n  "a":\n  "«not-a-real»"\n}', 'k = "«not-a-real»".strip()'])(
    'takes it: %s',
    (code) => expect(values(code)).toEqual([[undefined, 'not-a-real']]),
  );
});
