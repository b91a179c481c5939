import { parser } from '@lezer/javascript';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../analysis/ir/ir.ts';
import { lowerJavaScript } from '../../analysis/lower/javascript/javascript.ts';
import { createUnitMemo, type UnitMemo } from '../../analysis/lower/units.ts';
import { runToEnd } from '../../analysis/model/in-slices.ts';
import { printStatements } from '../support/print-ir.ts';

type Dialect = 'jsx' | 'ts';

/** Lowers code, and prints it with a line for each statement. */
function lowered(text: string, dialect: Dialect = 'jsx'): string {
  return unitsOf(text, dialect)
    .map(({ code }) => printStatements(code.body))
    .filter((printed) => printed !== '')
    .join('\n');
}

function unitsOf(text: string, dialect: Dialect = 'jsx', memo: UnitMemo = createUnitMemo()): readonly Unit[] {
  return runToEnd(lowerJavaScript({ text, tree: parser.configure({ dialect }).parse(text) }, memo));
}

interface Case {
  readonly name: string;
  readonly code: string;
  readonly dialect?: Dialect;
  readonly lines: readonly string[];
}

const groups: Readonly<Record<string, readonly Case[]>> = {
  values: [
    {
      name: 'strings and their escapes',
      code: "f('a', \"b\\n\", '\\x41', 'open",
      lines: ['f("a", "b\\n", "A", unknown())'],
    },
    {
      name: 'numbers',
      code: 'f(1_000, 0x10, .5, 10n, -3, 123456789012345678901n)',
      lines: ['f(1000, 16, 0.5, 10, -3, unknown())'],
    },
    {
      name: 'constants',
      code: 'f(true, false, null, undefined, this)',
      lines: ['f(true, false, null, undefined, this)'],
    },
    { name: 'regular expressions', code: '/a[/]b/g.test(x)', lines: ['"/a[/]b/g".test(x)'] },
    {
      name: 'templates',
      code: 'f(`a${b}c${`d${e}`}`, ``, `plain`)',
      lines: ['f(text("a", b, "c", text("d", e)), "", "plain")'],
    },
    {
      name: 'tagged templates',
      code: 'tag`a${b}\\n`; String.raw`\\n${b}`',
      lines: ['tag(list["a", "\\n"], b)', 'text("\\\\n", b)'],
    },
    { name: 'arrays', code: '[a, , ...b, c,]', lines: ['list[a, undefined, ...b, c]'] },
    {
      name: 'objects',
      code: '({ a, b: 1, [c]: 2, "d-e": 3, 4: 5, ...f, g() {}, get h() { return 1 }, set h(v) {}, async *i() {} })',
      lines: [
        '{"a": a, "b": 1, c: 2, "d-e": 3, 4: 5, ...f, "g": method g(this; ), "h": getter h(this; )',
        '  return 1, "h": setter h(this; v), "i": async generator method i(this; )}',
      ],
    },
    { name: 'the prototype in an object', code: '({ a: 1, __proto__: base })', lines: ['{...base, "a": 1}'] },
  ],
  operators: [
    {
      name: 'chains',
      code: 'a + b + c - d - e * f',
      lines: ['subtract(subtract(add(a, b, c), d), arithmetic(e, f))'],
    },
    {
      name: 'logic',
      code: 'a && b && c || d; a ?? b; !a; !!a',
      lines: ['or(and(a, b, c), d)', 'coalesce(a, b)', 'not(a)', 'truth(a)'],
    },
    {
      name: 'comparisons',
      code: 'a === b; a != b; a < b; a in b; a instanceof B; #a in b',
      lines: ['equal(a, b)', 'unequal(a, b)', 'less(a, b)', 'in(a, b)', 'instance(a, B)', 'in("#a", b)'],
    },
    {
      name: 'tests of types',
      code: 'typeof a === "string"; "number" != typeof a; typeof a; typeof a === b',
      lines: ['instance(a, "string")', 'not(instance(a, "number"))', 'unknown(a)', 'equal(unknown(a), b)'],
    },
    {
      name: 'the remaining ones',
      code: 'void a; await a; -a; ~a; (a, b)[0]; a ? b : c ? d : e; a % b; a | b; x = delete a.b',
      lines: [
        'void(a)',
        'await(a)',
        'arithmetic(a)',
        'arithmetic(a)',
        'sequence(a, b)[0]',
        '(a ? b : (c ? d : e))',
        'modulo(a, b)',
        'arithmetic(a, b)',
        'x = delete(a.b)',
      ],
    },
    { name: 'optional chaining', code: 'a?.b?.[c]?.(d).e; a.#b', lines: ['a.b[c](d).e', 'a.#b'] },
    {
      name: 'calls',
      code: 'f(a, ...b); new F(a); new F; new a.B().c(); import("./a.js"); require("./b"); super.f()',
      lines: ['f(a, *b)', 'F(a)', 'F()', 'a.B().c()', 'import("./a.js")', 'require("./b")', 'super().f()'],
    },
    {
      name: 'values of the runtime',
      code: 'import.meta.env.KEY; function f() { new.target }',
      lines: ['import.meta.env.KEY', 'hoisted f = function f(this; )', '  unknown()'],
    },
  ],
  assignments: [
    { name: 'of several targets', code: 'a = b.c = d[e] = f', lines: ['a = b.c = d[e] = f'] },
    {
      name: 'that update',
      code: 'a += 1; b -= c; a.b %= 2; a++; --a',
      lines: ['a =add 1', 'b =subtract c', 'a.b =modulo 2', 'a =subtract -1', 'a =subtract 1'],
    },
    {
      name: 'that update if needed',
      code: 'a ??= b; c.d ||= e; f &&= g',
      lines: ['coalesce(a, (a := b))', 'or(c.d, (c.d := e))', 'and(f, (f := g))'],
    },
    {
      name: 'within expressions',
      code: 'f(a = b, c += d, e++, g ??= h)',
      lines: ['f((a := b), (c := add(c, d)), unknown((e := subtract(e, -1))), coalesce(g, (g := h)))'],
    },
    {
      name: 'to patterns',
      code: '[a, , b = 1, ...c] = d; ({ a, b: [c], [d]: e = 1, "f": g, ...h } = i)',
      lines: ['[a, , b = 1, ...c] = d', '{"a": a, "b": [c], d: e = 1, "f": g, ...h} = i'],
    },
    {
      name: 'to patterns with members',
      code: '[this.a, b[0]] = c; [d.e, f] = [f, d.e]; ({ g: h.i, ...j.k } = { g: 1 }); ({ l: m.n } = o); [p.q] = (r)',
      lines: [
        '[this.a, b[0]] = c',
        '[d.e, f] = list[f, d.e]',
        '{"g": h.i, ...j.k} = {"g": 1}',
        '{"l": m.n} = o',
        '[p.q] = r',
      ],
    },
    {
      name: 'to casts',
      code: '(a as any).b = c; (d as any) = e; f! = g',
      dialect: 'ts',
      lines: ['a.b = c', 'd = e', 'f = g'],
    },
    { name: 'that delete', code: 'delete a.b; delete a["b"]', lines: ['delete a.b', 'delete a["b"]'] },
  ],
  variables: [
    {
      name: 'of all kinds',
      code: 'var a = 1, b; let c, { d } = e; const f = 1; using g = h(); var { i: { j } } = k',
      lines: ['a = 1', 'c = undefined', '{"d": d} = e', 'f = 1', 'g = h()', '{"i": {"j": j}} = k'],
    },
    {
      name: 'of blocks at the top level',
      code: 'const a = 1;\n{ const a = 2; f(a); }\n{ let a = 3; f(() => a); }\nfor (const a of b) f(a);',
      lines: [
        'a = 1',
        'block',
        '  a#2 = 2',
        '  f(a#2)',
        'block',
        '  a#2 = 3',
        '  f((function() => a#2))',
        'for a#2 in b',
        '  f(a#2)',
      ],
    },
    {
      name: 'that keep their names in a function',
      code: 'function f() { if (a) { const b = 1; g(b); } for (const c of d) g(c); }',
      lines: [
        'hoisted f = function f(this; )',
        '  if a',
        '    b = 1',
        '    g(b)',
        '  for c in d',
        '    g(c)',
      ],
    },
    {
      name: 'of blocks that hide others',
      code: 'function f(a) { { const a = 1; g(a); } g(a); { const b = 1; } { let b = 2; g(b); } }',
      lines: [
        'hoisted f = function f(this; a)',
        '  block',
        '    a#2 = 1',
        '    g(a#2)',
        '  g(a)',
        '  block',
        '    b = 1',
        '  block',
        '    b#2 = 2',
        '    g(b#2)',
      ],
    },
    {
      name: 'of blocks with the name of a global',
      code: 'function f() { { const key = 1; g(key); } return () => key; }',
      lines: [
        'hoisted f = function f(this; )',
        '  block',
        '    key#2 = 1',
        '    g(key#2)',
        '  return (function() => key)',
      ],
    },
    {
      name: 'of blocks that functions capture',
      code: 'function f(a) { { const a = 1; return () => { { const a = 2; g(a); } return a; }; } }',
      lines: [
        'hoisted f = function f(this; a)',
        '  block',
        '    a#2 = 1',
        '    return function()',
        '  block',
        '    a#3 = 2',
        '    g(a#3)',
        '  return a#2',
      ],
    },
    {
      name: 'declared by var in a block',
      code: 'function f() { { var a = 1; } return a; }',
      lines: ['hoisted f = function f(this; )', '  block', '    a = 1', '  return a'],
    },
  ],
  functions: [
    {
      name: 'with all kinds of parameters',
      code: 'function f(a, b = 1, { c, d: [e] } = {}, ...g) { return a; }',
      lines: ['hoisted f = function f(this; a, b = 1, {"c": c, "d": [e]} = {}, *g)', '  return a'],
    },
    {
      name: 'with types',
      code: 'function f(this: A, a: string | undefined, b?: number, ...c: T[]): asserts a is string {}',
      dialect: 'ts',
      lines: ['hoisted f = function f(this; a: string | undefined, b: number, *c: T[])'],
    },
    {
      name: 'of all kinds',
      code: 'async function f() { await a; } function* g() { yield a; yield* b; } const h = async (a) => a, i = b => { c; };',
      lines: [
        'hoisted f = async function f(this; )',
        '  await(a)',
        'hoisted g = generator function g(this; )',
        '  yield(a)',
        '  yield from(b)',
        'h = (async function(a) => a)',
        'i = function(b)',
        '  c',
      ],
    },
    {
      name: 'with names of their own',
      code: 'a = function b() { return b; }; c = function d() {}; e = class F { g = F; }',
      lines: [
        'a = (b#2 := function b(this; )',
        '  return b#2)',
        'c = function d(this; )',
        'e = (F#2 := class F',
        '  field g = F#2)',
      ],
    },
    {
      name: 'within blocks',
      code: '{ g(); function g() {} }',
      lines: ['block', '  g#2()', '  hoisted g#2 = function g(this; )'],
    },
    {
      name: 'without a body',
      code: 'function f(a: string): void; declare function g(): void; f();',
      dialect: 'ts',
      lines: ['f()'],
    },
    {
      name: 'generic asynchronous arrows',
      code: 'const f = async <T>(a: T): Promise<T> => a',
      dialect: 'ts',
      lines: ['f = (async function(a: T) => a)'],
    },
  ],
  classes: [
    {
      name: 'with all kinds of members',
      code: 'class A extends B { a = 1; #b; static c = 2; constructor(d) { super(d); this.#b = d; } e() { return super.e(); } get f() { return 1; } set f(v) {} static g() { return this; } static get h() { return 1; } async *[Symbol.iterator]() {} static { const x = 1; this.i = x; } [j] = 3; "k-l"() {} }',
      lines: [
        'A = class A(B)',
        '  field a = 1',
        '  field #b',
        '  static c = 2',
        '  static Symbol.iterator',
        '  static block',
        '  static   x#2 = 1',
        '  static   this.i = x#2',
        '  static unknown(j, 3)',
        '  constructor constructor(this; d)',
        '    super()(d)',
        '    this.#b = d',
        '  method e(this; )',
        '    return super().e()',
        '  getter f(this; )',
        '    return 1',
        '  setter f(this; v)',
        '  class g(this; )',
        '    return this',
        '  class getter h(this; )',
        '    return 1',
        '  async generator method [Symbol.iterator](this; )',
        '  method k-l(this; )',
      ],
    },
    {
      name: 'with fields in the parameters',
      code: 'class A extends B { constructor(private a: string, readonly b = 1, c?: T) { super(); f(c); } }',
      dialect: 'ts',
      lines: [
        'A = class A(B)',
        '  constructor constructor(this; a: string, b = 1, c: T)',
        '    super()()',
        '    this.a = a',
        '    this.b = b',
        '    f(c)',
      ],
    },
    {
      name: 'with decorators',
      code: '@a @b(1) class C { @d e = 1; @f() g() {} h(@i j) {} }',
      dialect: 'ts',
      lines: [
        'C = @a',
        '@b(1)',
        'class C',
        '  field e = 1',
        '  static d',
        '  static i',
        '  @f()',
        '  method g(this; )',
        '  method h(this; j)',
      ],
    },
    {
      name: 'of TypeScript',
      code: 'abstract class A<T> extends B<T> implements C { abstract a: string; declare b: T; private static readonly c?: string = "d"; e!: string; abstract f(): void; g(a: string): void; g(a: any) {} }',
      dialect: 'ts',
      lines: ['A = class A(B)', '  field e', '  static c = "d"', '  method g(this; a: any)'],
    },
    { name: 'as expressions', code: 'const A = class extends mixin(B) {}', lines: ['A = class (mixin(B))'] },
  ],
  'control flow': [
    {
      name: 'if',
      code: 'if (a) b; else if (c) { d } else e',
      lines: ['if a', '  b', 'else', '  if c', '    d', '  else', '    e'],
    },
    {
      name: 'loops',
      code: 'while (a) b; do { c } while (d); for (;;) { break; } while (true) continue;',
      lines: ['while a', '  b', 'do while d', '  c', 'while', '  break', 'while', '  continue'],
    },
    {
      name: 'counting loops',
      code: 'for (let i = 0, n = a.length; i < n; i++) f(i); for (i = 0; ;) {}',
      lines: [
        'i#2 = 0',
        'n#2 = a.length',
        'while less(i#2, n#2); unknown((i#2 := subtract(i#2, -1)))',
        '  f(i#2)',
        'i = 0',
        'while',
      ],
    },
    {
      name: 'loops over items',
      code: 'for (const [a, b] of c) d; for (e of f) {} for (var g in h) {} for (i.j of k) {} async () => { for await (const l of m) n(l); }',
      lines: [
        'for [a#2, b#2] in c',
        '  d',
        'for e in f',
        'for g in keys of h',
        'for i.j in k',
        'async function()',
        '  for l in await(m)',
        '    n(l)',
      ],
    },
    {
      name: 'labels',
      code: 'a: for (;;) { for (;;) { continue a; } break a; } b: { break b; }',
      lines: ['block a', '  while', '    while', '      continue a', '    break a', 'block b', '  break b'],
    },
    {
      name: 'switch',
      code: 'switch (a) { case 1: f(); break; case "b": case c: g(); break; default: h(); }',
      lines: [
        'block switch#2',
        '  if equal(a, 1)',
        '    f()',
        '    break switch#2',
        '  if or(equal(a, "b"), equal(a, c))',
        '    g()',
        '    break switch#2',
        '  h()',
      ],
    },
    {
      name: 'switch that falls through',
      code: 'switch (a.b) { case 1: f(); default: g(); case 2: h(); break; case 3: { i(); break; } case 4: j(); }',
      lines: [
        'block switch#2',
        '  if equal(a.b, 1)',
        '    f()',
        '  if not(or(equal(a.b, 2), equal(a.b, 3), equal(a.b, 4)))',
        '    g()',
        '  if not(or(equal(a.b, 3), equal(a.b, 4)))',
        '    h()',
        '    break switch#2',
        '  if equal(a.b, 3)',
        '    block',
        '      i()',
        '      break switch#2',
        '  if equal(a.b, 4)',
        '    j()',
      ],
    },
    {
      name: 'switch on a call, a type or true',
      code: 'switch (a()) { case 1: b(); } switch (typeof a) { case "string": b(); } switch (true) { case a > 1: b(); }',
      lines: [
        'block switch#2',
        '  subject#2 = a()',
        '  if equal(subject#2, 1)',
        '    b()',
        'block switch#2',
        '  if instance(a, "string")',
        '    b()',
        'block switch#2',
        '  if greater(a, 1)',
        '    b()',
      ],
    },
    {
      name: 'break and continue in a switch',
      code: 'for (;;) switch (a) { case 1: continue; case 2: for (;;) break; default: break; }',
      lines: [
        'while',
        '  block switch#2',
        '    if equal(a, 1)',
        '      continue',
        '    if equal(a, 2)',
        '      while',
        '        break',
        '    break switch#2',
      ],
    },
    {
      name: 'try',
      code: 'try { a } catch (e) { b(e) } finally { c } try { a } catch { b } try { a } catch ({ message }) { b(message) }',
      lines: [
        'try',
        '  a',
        'except as e#2',
        '  b(e#2)',
        'finally',
        '  c',
        'try',
        '  a',
        'except',
        '  b',
        'try',
        '  a',
        'except as {"message": message#2}',
        '  b(message#2)',
      ],
    },
    {
      name: 'return and throw',
      code: 'function f() { if (a) return; return b; } throw new Error(c)',
      lines: ['hoisted f = function f(this; )', '  if a', '    return', '  return b', 'raise Error(c)'],
    },
    {
      name: 'blocks and nothing',
      code: '{ a } ; debugger; with (b) c',
      lines: ['block', '  a', 'void(b)', 'c'],
    },
  ],
  modules: [
    {
      name: 'imports',
      code: 'import a from "a"; import * as b from "b"; import c, { d, e as f, default as g, "h-i" as j } from "c"; import "d"',
      lines: [
        'import a: default as a',
        'import b: module as b',
        'import c: default as c, d as d, e as f, default as g, h-i as j',
        'import d: module',
      ],
    },
    {
      name: 'imports of types',
      code: 'import type A from "a"; import { type B, c, type D as E } from "b"; import type { F } from "f"',
      dialect: 'ts',
      lines: ['import b: c as c'],
    },
    {
      name: 'imports with require',
      code: 'import a = require("a"); import b = c.d; export import e = c.f;',
      dialect: 'ts',
      lines: ['a = require("a")', 'b = c.d', 'e = c.f', 'export e = e'],
    },
    {
      name: 'exported declarations',
      code: 'export const a = 1, { b, c: [d] } = e; export let f; export function g() {} export class H {} export async function* i() {}',
      lines: [
        'a = 1',
        '{"b": b, "c": [d]} = e',
        'export a = a, b = b, d = d',
        'f = undefined',
        'export f = f',
        'hoisted g = function g(this; )',
        'export g = g',
        'H = class H',
        'export H = H',
        'hoisted i = async generator function i(this; )',
        'export i = i',
      ],
    },
    {
      name: 'default exports',
      code: 'export default a + b; export default function f() {} export default function () {} export default class A {} export default class extends B {} export default async () => c',
      lines: [
        'export default = add(a, b)',
        'hoisted f = function f(this; )',
        'export default = f',
        'export default = function(this; )',
        'A = class A',
        'export default = A',
        'export default = class (B)',
        'export default = (async function() => c)',
      ],
    },
    {
      name: 'lists of exports',
      code: 'export { a, b as c, d as "e-f", g as default }; export { h, default as i } from "m"; export * from "n"; export * as o from "p"',
      lines: [
        'export a = a, c = b, e-f = d, default = g',
        'export h from h, i from default of m',
        'export * of n',
        'export o from * of p',
      ],
    },
    {
      name: 'exports of TypeScript',
      code: 'export type A = 1; export type { B } from "b"; export { type C, d }; export interface E {} export declare const f: string; export enum G { H } export = i',
      dialect: 'ts',
      lines: ['export d = d', 'G = {"H": 0}', 'export G = G', 'module.exports = i'],
    },
  ],
  TypeScript: [
    {
      name: 'types',
      code: 'type A = string; interface B { c: string } declare const d: string; declare module "e" { export const f: string } declare global { interface G {} } declare namespace H { const i: string }',
      dialect: 'ts',
      lines: [],
    },
    {
      name: 'assertions',
      code: 'a as string; <T>b; c!; d satisfies E; f<G>(h); (i as unknown as J).k',
      dialect: 'ts',
      lines: ['a', 'b', 'c', 'd', 'f(h)', 'i.k'],
    },
    {
      name: 'enums',
      code: 'enum A { B, C = 5, D, E = "e", F = E, G = f(), H, I = A.C } const enum J { K }',
      dialect: 'ts',
      lines: [
        'A = {"B": 0, "C": 5, "D": 6, "E": "e", "F": "e", "G": f(), "H": unknown(), "I": 5}',
        'J = {"K": 0}',
      ],
    },
    {
      name: 'namespaces',
      code: 'namespace A { const b = 1; export const c = b; export function d() {} } namespace E.F { export const g = 1 }',
      dialect: 'ts',
      lines: [
        'A = function()',
        '  b = 1',
        '  c = b',
        '  hoisted d = function d(this; )',
        '  return {"c": c, "d": d}()',
        'E = {"F": function()',
        '  g = 1',
        '  return {"g": g}()}',
      ],
    },
  ],
  JSX: [
    {
      name: 'elements',
      code: '<A b="c" {...d} e={f} g><h i={j} />text {k} {...l}</A>',
      lines: ['unknown(A, "c", d, f, unknown(j), k, l)'],
    },
    {
      name: 'components and fragments',
      code: '<><a.B c={<D />} /></>',
      lines: ['unknown(unknown(a.B, unknown(D)))'],
    },
  ],
  'broken code': [
    {
      name: 'that is half-typed',
      code: 'const a = ; b. ; f(c, ; if (d',
      lines: ['a = unknown()', 'unknown(b)', 'f(c)', 'if d'],
    },
    { name: 'with open strings', code: 'const a = f("b', lines: ['a = f(unknown())'] },
    { name: 'with open templates', code: 'g(`a${b', lines: ['g(unknown(b))'] },
    {
      name: 'with open blocks',
      code: 'function f() { if (a) { b(1',
      lines: ['hoisted f = function f(this; )', '  if a', '    b(1)'],
    },
    { name: 'with stray brackets', code: '}} f() )', lines: ['f()'] },
    { name: 'with open patterns', code: 'const { a, b', lines: ['{"a": a, "b": b} = unknown()'] },
  ],
};

describe.each(Object.entries(groups))('%s:', (_, cases) => {
  it.each(cases)('$name', ({ code, dialect, lines }) => {
    expect(
      lowered(code, dialect)
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual(lines);
  });
});

/** Everything in a value, at any depth. Does not recurse. */
function partsOf(root: unknown): readonly object[] {
  const parts: object[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const part = open.pop();
    if (typeof part !== 'object' || part === null) continue;
    parts.push(part);
    open.push(...valuesOf(part));
  }
  return parts;
}

function valuesOf(part: unknown): readonly unknown[] {
  return typeof part === 'object' && part !== null ? Object.values(part) : [];
}

/** The number of objects inside each other. */
function depthOf(root: unknown): number {
  let depth = 0;
  for (let level: readonly unknown[] = [root]; level.length > 0; depth++) level = level.flatMap(valuesOf);
  return depth;
}

describe('the whole of a file', () => {
  it('is divided into its top-level statements, without comments', () => {
    const units = unitsOf('#!/usr/bin/env node\n// a\nimport a from "a";\n\n/* b */ f(a); g()\n');
    expect(units.map(({ start, code }) => [start, code.text])).toEqual([
      [25, 'import a from "a";'],
      [53, 'f(a);'],
      [59, 'g()'],
    ]);
  });

  it('has spans from the start of each statement', () => {
    const [, unit] = unitsOf('first();\n\nconst key = read("name");');
    const [statement] = unit?.code.body ?? [];
    const value = statement?.kind === 'assign' ? statement.value : undefined;
    const [argument] = value?.kind === 'call' ? value.arguments : [];
    const shown = [statement, value, argument?.value].map((one) =>
      unit?.code.text.slice(one?.at.start, one?.at.end),
    );
    expect(shown).toEqual(['key = read("name")', 'read("name")', '"name"']);
  });

  it('binds the names of its top level only', () => {
    const [unit] = unitsOf('export const a = 1, { b: [c] } = { d: (e) => { var f; } };');
    expect(unit?.code.binds).toEqual(['a', 'c']);
    expect(unitsOf('{ var a; let b; function c() {} }')[0]?.code.binds).toEqual(['a']);
    expect(unitsOf('import a, { b as c } from "d"')[0]?.code.binds).toEqual(['a', 'c']);
  });

  it('knows its words: names, properties, and strings that could be names', () => {
    const [unit] = unitsOf('const a = b.c["d"]({ e: "f g", h }, "i-j", this.#k, `l`);');
    expect([...(unit?.code.words ?? [])].toSorted()).toEqual(['#k', 'a', 'b', 'c', 'd', 'e', 'h', 'i-j']);
  });

  it('lists the variables of each function, with parameters and renamed ones', () => {
    const [unit] = unitsOf(
      'function f(a, { b: [c] }, ...d) { var e; for (const a of d) g(a); function h(i) {} }',
    );
    const [statement] = unit?.code.body ?? [];
    const value = statement?.kind === 'assign' ? statement.value : undefined;
    const locals = value?.kind === 'function' ? value.code.locals : new Set<string>();
    expect([...locals].toSorted()).toEqual(['a', 'a#2', 'c', 'd', 'e', 'h']);
  });

  it('lowers only what an edit has changed', () => {
    const memo = createUnitMemo();
    const before = unitsOf('f(1);\ng(2);\nh(3);', 'jsx', memo);
    const after = unitsOf('f(1);\n\ng(4);\nh(3);', 'jsx', memo);
    expect(after.map(({ code }, at) => code === before[at]?.code)).toEqual([true, false, true]);
  });
});

describe('code that is nested deeply', () => {
  const deep = {
    parentheses: `a = ${'('.repeat(10_000)}b${')'.repeat(10_000)}`,
    'parentheses around a target': `${'('.repeat(10_000)}b${')'.repeat(10_000)} = a`,
    'a sum': `a = ${'b + '.repeat(5000)}c`,
    'different operators': `a = ${'b + c - '.repeat(5000)}d`,
    powers: `a = ${'b ** '.repeat(5000)}c`,
    comparisons: `a = ${'b < '.repeat(5000)}c`,
    'else if': `${'if (a) b; else '.repeat(5000)}c`,
    'calls in a chain': `a${'.b()'.repeat(5000)}`,
    'calls in calls': 'f('.repeat(5000) + ')'.repeat(5000),
    conditionals: `a = ${'b ? c : '.repeat(5000)}d`,
    arrows: `a = ${'b => '.repeat(5000)}c`,
    functions: 'function f() {'.repeat(3000) + '}'.repeat(3000),
    blocks: '{'.repeat(5000) + '}'.repeat(5000),
    arrays: `a = ${'['.repeat(5000)}b${']'.repeat(5000)}`,
    patterns: `const ${'['.repeat(3000)}a${']'.repeat(3000)} = b`,
    'patterns in objects': `const ${'{ a: '.repeat(3000)}a${' }'.repeat(3000)} = b`,
    objects: `a = ${'{ b: '.repeat(3000)}c${' }'.repeat(3000)}`,
    negations: `a = ${'!'.repeat(5000)}b`,
    templates: `a = ${'`${'.repeat(1000)}b${'}`'.repeat(1000)}`,
    elements: `a = ${'<a>'.repeat(1000)}b${'</a>'.repeat(1000)}`,
    components: `a = <b${'.c'.repeat(5000)} />`,
    classes: `a = ${'class { b = '.repeat(1000)}c${' }'.repeat(1000)}`,
    assignments: `${'a = '.repeat(5000)}b`,
    labels: `${'a: '.repeat(5000)}b`,
    cases: `switch (a) { ${'case 1: b();'.repeat(5000)} }`,
  };

  it.each(Object.entries(deep))('is cut off: %s', (_, text) => {
    expect(depthOf(unitsOf(text))).toBeLessThan(3000);
  });

  it('keeps the operands of a long chain', () => {
    expect(lowered(`a = ${'b + '.repeat(5000)}c`)).toContain('b, c)');
  });
});

describe('code in the middle of an edit', () => {
  const everything = Object.entries(groups).flatMap(([group, cases]) =>
    cases.map((one) => ({ ...one, name: `${group} ${one.name}` })),
  );

  it.each(everything)('is lowered wherever it ends: $name', ({ code, dialect }) => {
    for (let end = 0; end <= code.length; end++) {
      const isCut = end % 2 === 0;
      const text = isCut ? code.slice(0, end) : code.slice(0, end) + code.slice(end + 1);
      for (const unit of unitsOf(text, dialect)) {
        const { length } = unit.code.text;
        const outside = partsOf(unit.code.body).filter((part) => !isInside(part, length));
        expect(outside, text).toEqual([]);
      }
    }
  });
});

/** Whether a span is within a text of this length. True for anything that is not a span. */
function isInside(part: object, length: number): boolean {
  if (!('start' in part && 'end' in part)) return true;
  const [start, end] = [Number(part.start), Number(part.end)];
  return start >= 0 && start <= end && end <= length;
}
