import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';
import { CannotRun } from '../../../run/call/command-line.ts';
import { argumentsOf, type Parameter, parametersIn } from '../../../run/call/parameters.ts';

/** The parameters of the function that a TypeScript file declares. */
function parametersOf(source: string): readonly Parameter[] {
  const stripped = stripTypeScriptTypes(source);
  return parametersIn(stripped.trim(), source, stripped);
}

const required = (name: string, type = ''): Parameter => ({ name, type, isOptional: false });
const optional = (name: string, type = ''): Parameter => ({ name, type, isOptional: true });

describe('the parameters of a function', () => {
  it.each<[string, readonly Parameter[]]>([
    ['function f() {}', []],
    ['function f(conv, amount) {}', [required('conv'), required('amount')]],
    ['async (a, b = 2) => a', [required('a'), optional('b')]],
    ['async one => one', [required('one')]],
    ['function f(a: number, b?: string) {}', [required('a', 'number'), optional('b', 'string')]],
    [
      'async function f(a: Record<string, number>, b) {}',
      [required('a', 'Record<string, number>'), required('b')],
    ],
    [
      '(call: (x: number, y: number) => void, b) => 1',
      [required('call', '(x: number, y: number) => void'), required('b')],
    ],
    [`(a = ',)', b = "(", /* , c */ d = \`,\`) => 1`, [optional('a'), optional('b'), optional('d')]],
    ['({ a, b }: { a: number; b: string }, conv) => 1', [required(''), required('conv')]],
    ['(a: string | undefined, ...rest: string[]) => 1', [optional('a', 'string | undefined')]],
    ['(a = [1, 2], b = { c: 1, d: 2 }, e = f(1, 2)) => 1', [optional('a'), optional('b'), optional('e')]],
  ])('of %s', (source, parameters) => {
    expect(parametersOf(source)).toEqual(parameters);
  });

  it('of a method', () => {
    expect(parametersIn('async run(a, conv) {}', '', '')).toEqual([required('a'), required('conv')]);
  });
});

describe('the arguments of a call', () => {
  const conv = { a: 'conversation' };
  const call = (parameters: readonly Parameter[], given: Record<string, string>): readonly unknown[] =>
    argumentsOf('pay', parameters, new Map(Object.entries(given)), conv);

  it('are conv and the named values, in the order of the parameters', () => {
    const parameters = [required('amount'), required('conv'), optional('note')];
    expect(call(parameters, { note: 'late', amount: '5' })).toEqual([5, conv, 'late']);
    expect(call(parameters, { amount: '5' })).toEqual([5, conv, undefined]);
  });

  it('are all in one object where a parameter is a pattern', () => {
    expect(call([required(''), required('conv')], { a: '1', b: 'x' })).toEqual([{ a: 1, b: 'x' }, conv]);
  });

  it.each<[string, string, unknown]>([
    ['', '12', 12],
    ['', '0123', '0123'],
    ['', 'true', true],
    ['', '{"a": [1]}', { a: [1] }],
    ['', 'HB-1042', 'HB-1042'],
    ['string', '12', '12'],
    ['number', '1.5', 1.5],
    ['boolean', 'false', false],
    ['string[]', '["a"]', ['a']],
  ])('of the type "%s" from %s', (type, text, value) => {
    expect(call([required('a', type)], { a: text })).toEqual([value]);
  });

  it.each<[string, readonly Parameter[], Record<string, string>]>([
    ['amount must be a number.', [required('amount', 'number')], { amount: 'not-a-real-key' }],
    ['live must be true or false.', [required('live', 'boolean')], { live: '1' }],
    [
      'pay needs amount (a number), note. Add amount=… note=….',
      [required('amount', 'number'), required('note')],
      {},
    ],
    ['pay has no parameter amout. It has amount.', [required('amount')], { amout: '1' }],
    ['pay has no parameter x. It has none.', [required('conv')], { x: '1' }],
  ])('are refused: %s', (sentence, parameters, given) => {
    expect(() => call(parameters, given)).toThrow(new CannotRun(sentence));
  });
});
