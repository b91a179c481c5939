/**
 * Lowers programs, prints the result as JavaScript again, and runs both: they must log the same.
 */
import { parser } from '@lezer/javascript';
import { transformSync } from 'esbuild';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { lowerJavaScript } from '../../analysis/lower/javascript/javascript.ts';
import { createUnitMemo } from '../../analysis/lower/units.ts';
import { runToEnd } from '../../analysis/model/in-slices.ts';
import { generate } from '../recall/idioms/generate.ts';
import { runPrograms } from '../recall/idioms/run-programs.ts';
import { javaScriptOf } from '../support/ir-to-javascript.ts';

type Run = (log: (...values: readonly unknown[]) => void) => Promise<void>;

const programs: Readonly<Record<string, string>> = {
  'values and operators': `log(1 + 2 * 3 - 4 / 2, 7 % 4, 2 ** 10, 'a' + 1 + 2, -5, +'7', ~1, 1 << 3, 5 & 6 | 1);`,
  'chains of one operator': `log(1 - 2 - 3, 'a' + 'b' + 'c', 1 * 2 / 4, 0 || '' || 'x', null ?? undefined ?? 1, 1 && 2 && 3);`,
  'grouped operators': `log((1 - 2) * 3, 1 - (2 - 3), (1, 2), ((4)), !(true && false));`,
  comparisons: `log(1 < 2, 2 >= 3, 1 == '1', 1 === 1, 1 != 2, 'a' in { a: 1 }, [] instanceof Array);`,
  'types of values': `log(typeof 'x' === 'string', 'number' == typeof 1, typeof 1 !== 'number', typeof undefined);`,
  'negated values': `log(!0, !!1, !!!'', void 0, -0x10, 0b11, 0o17, 1_000, 10n, .5, 1e3);`,
  'escaped strings': String.raw`log('a\n\x41\u0042\u{43}\'', "q\"uo", 'line\
continued');`,
  templates: 'const a = 1, b = "x"; log(`a${a}b${b}`, `${`inner ${a}`}`, ``, `line\nnext`, `\\`${a}`);',
  'tagged templates':
    'const tag = (strings, ...values) => [...strings, ...values]; log(tag`a${1}b${2}`, String.raw`\\n${3}`);',
  arrays: `const xs = [1, 2, 3, ...[4, 5], ]; log(xs, xs.length, [...'ab'], [[]]);`,
  objects: `const a = 1, k = 'key'; log({ a, b: 2, [k]: 3, 'd-e': 4, 5: 6, ...{ f: 7 }, g() { return this.a; } }.g());`,
  'getters and setters of objects': `const o = { _x: 1, get x() { return this._x; }, set x(v) { this._x = v * 2; } }; o.x = 4; log(o.x);`,
  'array patterns': `const [a, , b = 5, ...rest] = [1, 2, undefined, 4, 6]; let [[c]] = [[7]]; log(a, b, rest, c);`,
  'object patterns': `const k = 'z'; const { a, b: { c = 2 } = {}, [k]: d, 'e-f': e = 3, ...rest } = { a: 1, z: 9, y: 8 }; log(a, c, d, e, rest);`,
  'patterns in parameters': `function f({ a, b: [c] }, [d, { e }] = [1, { e: 2 }], ...[g, h]) { return [a, c, d, e, g, h]; } log(f({ a: 1, b: [2] }, undefined, 3, 4));`,
  'assignments to patterns': `let a = 1, b = 2; [a, b] = [b, a]; ({ a, x: b = 7 } = { a: 5 }); log(a, b);`,
  'assignments to members in patterns': `const o = {}; [o.a, o['b']] = [1, 2]; log(o); const xs = [1, 2]; [xs[0], xs[1]] = [xs[1], xs[0]]; log(xs); const pair = [3, 4]; [o.c, o.d] = pair; log(o); ({ m: o.e, n: [o.f] } = { m: 5, n: [6] }); log(o); ({ a: o.g } = o); const f = () => [7]; [o.h] = f(); [o.i] = (f()); ({ 0: o.j, ...o.k } = f()); if (o) { ({ a: o.l } = f({ a: 8 })); } log(o);`,
  'chained assignments': `let a, b; const o = {}; a = b = o.c = 3; log(a, b, o);`,
  'updating assignments': `let a = 5; a += 2; a -= 1; a *= 4; a %= 7; a **= 2; a <<= 1; a |= 1; log(a); let s = 'x'; s += 'y'; log(s);`,
  'logical assignments': `let a, b = 1, c = 0; a ??= 'd'; b ||= 2; c ||= 3; let d = 1; d &&= 4; log(a, b, c, d); log(a ??= 5);`,
  steps: `let a = 1; a++; ++a; a--; log(a, ++a); const o = { n: 1 }; o.n++; o.n += 2; log(o);`,
  'nested assignments': `let a; if ((a = 5) > 3) log(a); const f = (x) => (a = x); f(9); log(a);`,
  conditionals: `const f = (x) => x > 2 ? 'big' : x > 1 ? 'middle' : 'small'; log(f(3), f(2), f(1));`,
  'optional chaining': `const o = { f() { return this.g; }, g: { h: [1] } }; const n = null; log(o?.g?.h?.[0], n?.a.b.c(), o.f?.().h, o.nothing?.(), n?.[0]);`,
  'deleted properties': `const o = { a: 1, b: 2, c: 3 }; delete o.a; delete o['b']; log(o, delete o.c, o);`,
  'sequences as statements': `let a = 0, b; a++, b = a, log(a, b);`,
  'functions before their declaration': `log(f(2)); function f(n) { return g(n) + 1; function g(m) { return m * 2; } }`,
  'functions with names of their own': `const f = function fact(n) { return n < 2 ? 1 : n * fact(n - 1); }; log(f(5)); const C = class Own { static make() { return new Own(); } x = 1; }; log(C.make().x);`,
  'defaults of parameters': `function f(a, b = a + 1, c = () => a + b) { return c(); } log(f(1), f(1, 5), f(2, undefined));`,
  closures: `function counter() { let n = 0; return { up: () => ++n, get: () => n }; } const c = counter(); c.up(); c.up(); log(c.get());`,
  recursion: `const walk = (n) => n === 0 ? [] : [n, ...walk(n - 1)]; log(walk(4));`,
  'this and arguments': `function f() { return [arguments.length, this?.x]; } log(f.call({ x: 1 }, 1, 2)); const o = { x: 2, f() { return [1].map(() => this.x); } }; log(o.f());`,
  generators: `function* g() { const x = yield 1; log(x); yield* [2, 3]; return 4; } const it = g(); log(it.next(), it.next('sent'), [...g()]);`,
  'asynchronous functions': `const wait = async (x) => x; async function f() { try { return (await wait(1)) + 1; } finally { log('done'); } } log(await f()); for await (const x of [wait(1), 2]) log(x);`,
  'asynchronous generators': `async function* g() { yield 1; yield 2; } for await (const x of g()) log(x); const o = { async *h() { yield 3; } }; for await (const x of o.h()) log(x);`,
  classes: `class A { #p = 1; q = this.#p + 1; static n = 0; static { A.n = 5; } constructor(x) { this.x = x; A.n++; } get p() { return this.#p; } set p(v) { this.#p = v; } m() { return this.#h(); } #h() { return 'h'; } static s() { return this.n; } has(o) { return #p in o; } } const a = new A(3); a.p = 7; log(a.p, a.q, a.x, a.m(), A.s(), a.has(a), a.has({}));`,
  inheritance: `class A { constructor(x) { this.x = x; } f() { return 'A' + this.x; } static g() { return 'g'; } } class B extends A { y = this.x * 2; constructor(x) { super(x + 1); } f() { return super.f() + 'B'; } static g() { return super.g() + 'B'; } } log(new B(1).f(), new B(1).y, B.g());`,
  'computed and unusual members': `const k = 'dyn'; class A { [k]() { return 1; } 'q'() { return 2; } *[Symbol.iterator]() { yield 3; } static get z() { return 4; } async = 5; static async f() { return 6; } } const a = new A(); log(a.dyn(), a.q(), [...a], A.z, a.async, await A.f());`,
  'static blocks': `class A { static x = 1; static { let x = 2; var y = x; this.z = y + A.x; } } log(A.z, A.x); const x = 9, y = 8; log(x, y);`,
  'if and else': `const f = (n) => { if (n > 2) return 'a'; else if (n > 1) { return 'b'; } else return 'c'; }; log(f(3), f(2), f(1)); if (f) log('x');`,
  'counting loops': `let out = []; for (let i = 0, n = 3; i < n; i++) out.push(i); for (let i = 9; i > 7; i--) { if (i === 8) continue; out.push(i); } let j; for (j = 0; j < 2; ) j++; for (;;) { j++; if (j > 4) break; } log(out, j);`,
  'loops over items and keys': `for (const x of [1, 2]) log(x); for (const k in { a: 1, b: 2 }) log(k); for (const [k, { v }] of [['a', { v: 1 }]]) log(k, v); const o = {}; for (o.last of [1, 2]); let s; for (s in { z: 1 }); log(o, s); for ([s] of [[5]]) log(s);`,
  'while and do': `let i = 0; while (i < 2) i++; do { i += 10; if (i > 20) continue; } while (i < 30); do log(i); while (false);`,
  labels: `outer: for (let i = 0; i < 3; i++) { for (const j of [0, 1, 2]) { if (j === 1) continue outer; if (i === 2) break outer; log(i, j); } } block: { log('in'); if (true) break block; log('not'); } a: b: while (true) { break a; }`,
  'switch with breaks': `const f = (x) => { let r = ''; switch (x) { case 1: r += 'one'; break; case 2: case 3: r += 'few'; break; default: r += 'many'; } return r; }; log([1, 2, 3, 4].map(f));`,
  'switch that falls through': `const f = (x) => { let r = ''; switch (x) { case 1: r += 1; case 2: r += 2; break; case 3: { r += 3; } case 4: case 5: r += 4; default: r += 'd'; } return r; }; log([1, 2, 3, 4, 5, 6].map(f));`,
  'switch with the default in front': `const f = (x) => { let r = ''; switch (x) { default: r += 'd'; case 1: r += 1; break; case 2: r += 2; } return r; }; log([1, 2, 3].map(f)); const g = (x) => { switch (x) { case 1: return 'a'; default: case 2: return 'b'; case 3: return 'c'; } }; log([1, 2, 3, 4].map(g));`,
  'switch on effects and types': `let n = 0; switch (++n) { case 0: log('no'); case 1: log('yes', n); } const f = (x) => { switch (typeof x) { case 'string': return 's'; case 'number': return 'n'; } return '?'; }; log(f(''), f(1), f()); switch (true) { case n > 5: log('big'); break; case n > 0: log('small'); }`,
  'switch within loops': `for (const x of [1, 2, 3, 4]) { switch (x) { case 1: continue; case 3: break; default: { if (x === 4) break; } log('d', x); } log('after', x); } for (const x of [1]) switch (x) { case 1: for (;;) break; log('inner'); }`,
  exceptions: `const f = (x) => { try { if (x) throw new Error('e' + x); return 'ok'; } catch ({ message }) { return message; } finally { log('f'); } }; log(f(0), f(1)); try { null.x; } catch { log('caught'); } try { try { throw 1; } finally { log(2); } } catch (e) { log(e); }`,
  'variables of blocks': `const x = 'outer'; { const x = 'inner'; log(x); { let x = 'deep'; log(x); } log(x); } log(x); if (true) { let y = 1; log(y); } { let y = 2; log(y); } for (const x of [1]) log(x); log(x);`,
  'variables of blocks in functions': `const key = 'global'; function f() { const a = []; { const key = 'block'; a.push(key); } a.push(key); for (let key = 0; key < 1; key++) a.push(key); try { throw 'c'; } catch (key) { a.push(key, (() => key)()); } return a; } log(f()); function g(x) { if (x) { const t = 1; return () => { { const t = 2; log(t); } return t; }; } const t = 3; return () => t; } log(g(1)(), g(0)());`,
  'var belongs to the function': `function f() { if (true) { var x = 1; } for (var i = 0; i < 2; i++) var y = i; return [x, y, i]; } log(f()); log(v); { var v = 2; } log(v);`,
  'functions of blocks': `{ function f() { return 1; } log(f()); } { log(f()); function f() { return 2; } } function g() { return 3; } { function g() { return 4; } log(g()); }`,
  'classes of blocks': `class A { n = 1; } { class A { n = 2; } log(new A().n); } log(new A().n);`,
  'calls with new': `class P { constructor(...xs) { this.xs = xs; } } const ns = { P }; log(new P().xs, new P(1, ...[2, 3]).xs, new ns.P(4).xs, new (class { z = 1; })().z, new Map([[1, 2]]).get(1), new P);`,
  'regular expressions': `log('a1b22'.replace(/\\d+/g, (d) => '<' + d + '>'), /[/]/.test('/'), 'x'.match(/y/));`,
  'shorthand functions in calls': `log([3, 1, 2].sort((a, b) => a - b).map((x) => ({ x })).filter(({ x }) => x > 1).reduce((sum, { x }) => sum + x, 0));`,
  'comments in odd places': `const /* a */ x /* b */ = /* c */ 1 /* d */ + /* e */ 2; // end\nlog(/* f */ x /* g */);`,
  'missing semicolons': `const a = 1\nlet b = a\n++b\nlog(a, b)\nconst f = () => {\n  return\n  1\n}\nlog(f())`,
  'immediately called functions': `(function () { log('a'); })(); (() => { log('b'); })(); !function () { log('c'); }(); await (async () => log('d'))();`,
  'objects that look like blocks': `({ a: 1 }).a; log((() => ({}))(), (() => {})()); label: { log(1); }`,
};

const typed: Readonly<Record<string, string>> = {
  'types that leave no trace': `interface A { x: string } type B = A | undefined; declare const q: number; function f(a: string): void; function f(a: any, b?: number): void { log(a, b); } f('x'); let y!: string; const z = <T,>(v: T): T => v; log(z<number>(1), y);`,
  assertions: `const a = { x: 1 } as const; const b = <any>a; log((a as any).x, b!.x, a satisfies object, [1 as number, 'x' as string] as unknown[]);`,
  enums: `enum E { A, B, C = 5, D } enum S { X = 'x', Y = X, Z = \`z\` } const enum F { One = 1, Two } log(E.A, E.B, E.C, E.D, S.X, S.Y, S.Z, F.Two);`,
  'constructor parameters that are fields': `class A { constructor(private readonly a: string, public b = 2, c?: number) { log(this.a, c); } f() { return this.a + this.b; } } log(new A('x').f()); class B extends A { constructor(readonly d: number) { super('y'); } } log(new B(3).d, new B(3).f());`,
  'members without code': `abstract class A { abstract f(): void; declare x: string; private y?: number; readonly z: string = 'z'; static override w = 1; } class B extends A { f() { log(this.z, this.y, A.w); } } new B().f();`,
  namespaces: `namespace N { const hidden = 1; export const shown = hidden + 1; export function f() { return shown; } export namespace M { export const deep = 3; } } log(N.shown, N.f(), N.M.deep); namespace P.Q { export const r = 4; } log(P.Q.r);`,
  'generic asynchronous arrows': `const f = async <T>(x: T): Promise<T> => x; log(await f(1));`,
  'this parameters and predicates': `function f(this: { x: number }, y: number): y is 2 { return this.x === y; } log(f.call({ x: 2 }, 2));`,
  'caught errors of a type': `try { throw new Error('m'); } catch (error) { if (error instanceof Error) log(error.message); }`,
  overloads: `class A { f(x: string): string; f(x: number): number; f(x: any): any { return x; } } log(new A().f(1), new A().f('a'));`,
};

function lowered(text: string, dialect: 'jsx' | 'ts'): string {
  const tree = parser.configure({ dialect }).parse(text);
  return javaScriptOf(runToEnd(lowerJavaScript({ text, tree }, createUnitMemo())));
}

async function logged(code: string): Promise<readonly string[]> {
  const lines: string[] = [];
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- The programs are in this file.
  const run = new Function('log', `return (async () => {\n${code}\n})();`) as Run;
  await run((...values) => lines.push(values.map((value) => inspect(value)).join(' ')));
  return lines;
}

describe('lowered programs do the same:', () => {
  it.each(Object.entries(programs))('%s', async (_, code) => {
    const before = await logged(code);
    expect(before).not.toEqual([]);
    expect(await logged(lowered(code, 'jsx')), lowered(code, 'jsx')).toEqual(before);
  });

  it.each(Object.entries(typed))('in TypeScript, %s', async (_, code) => {
    const before = await logged(transformSync(code, { loader: 'ts' }).code);
    expect(before).not.toEqual([]);
    expect(await logged(lowered(code, 'ts')), lowered(code, 'ts')).toEqual(before);
  });
});

describe.each(['javascript', 'typescript'] as const)('generated agent programs in %s', (language) => {
  it.each(['values', 'names'] as const)('send the same %s to the same number of places', (about) => {
    const list = about === 'names' ? 'first' : 'all'; // Some idioms of the second list are not lowered exactly.
    const originals = Array.from({ length: 150 }, (_, seed) => generate(about, language, seed + 1, list));
    const dialect = language === 'javascript' ? 'jsx' : 'ts';
    const printed = originals.map(({ files, functions }) => ({
      files: Object.fromEntries(
        Object.entries(files).map(([path, text]) => [path, lowered(text, dialect)] as const),
      ),
      functions,
    }));
    const before = runPrograms(language, originals, 1);
    const after = runPrograms(language, printed, 1);
    const different = originals.flatMap((program, at) => {
      const [one, other] = [summaryOf(before[at]), summaryOf(after[at])];
      return one === other ? [] : [{ seed: program.seed, one, other, code: printed[at]?.files }];
    });
    expect(different).toEqual([]);
  });
});

function summaryOf(outcome: ReturnType<typeof runPrograms>[number] | undefined): string {
  if (outcome === undefined || 'error' in outcome) return outcome?.error ?? '';
  const reads = Object.values(outcome.reads).map((names) => names.join(','));
  return `${String(outcome.arrivals.length)} arrivals, reads ${reads.toSorted().join(' ')}`;
}
