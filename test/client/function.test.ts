import { describe, expect, it } from 'vitest';
import {
  argumentsToRemember,
  argumentWords,
  functionAt,
  functionIn,
  isComplete,
  problemOf,
  rememberedArguments,
  shownArgument,
} from '../../client/run/function.ts';
import type { FunctionParameter, RunnableFunction } from '../../contracts/lsp-messages.ts';

const reference: FunctionParameter = { name: 'reference', type: 'str', isSecret: false };
const amount: FunctionParameter = { name: 'amount', type: 'int', isSecret: false };
const pin: FunctionParameter = { name: 'pin', type: 'str', isSecret: true };
const nights: FunctionParameter = { name: 'nights', type: 'int', default: '1', isSecret: false };

const at = (name: string, first: number, last: number): RunnableFunction => ({
  name,
  range: { start: { line: first, character: 4 }, end: { line: first, character: 5 } },
  definition: { start: { line: first, character: 0 }, end: { line: last, character: 0 } },
  parameters: [],
});

describe('the function to run', () => {
  it('is the one around the cursor, or the only one', () => {
    const two = [at('one', 2, 5), at('other', 7, 9)];
    expect([1, 2, 5, 6, 8].map((line) => functionAt(two, line)?.name)).toEqual([
      undefined,
      'one',
      'one',
      undefined,
      'other',
    ]);
    expect(functionAt([at('one', 2, 5)], 0)?.name).toBe('one');
    expect(functionAt([], 0)).toBeUndefined();
  });

  it('is given by a code lens; any other argument is ignored', () => {
    expect(functionIn({ uri: 'file:///a.py', name: 'pay' })).toEqual({ uri: 'file:///a.py', name: 'pay' });
    expect(functionIn({ uri: 'file:///a.ts' })).toEqual({ uri: 'file:///a.ts' });
    expect([undefined, 'a', { name: 'pay' }, { uri: 1 }].map(functionIn)).toEqual(Array(4).fill(undefined));
  });
});

describe('the input for a parameter', () => {
  it.each([
    ['int', ['1', '-3', ' 12 '], ['', '1.5', 'ten'], 'integer'],
    ['float', ['1', '-3.5', '1e3'], ['', 'ten', 'NaN'], 'number'],
    ['number', ['1.5'], ['ten'], 'number'],
    ['bool', ['true', 'False'], ['', 'yes', '1'], 'boolean'],
    ['str', ['', 'HB-1042', 'ä'], [], undefined],
    ['dict[str, int]', ['{}', 'anything'], [], undefined],
    ['constructor', ['anything'], [], undefined],
  ] as const)('must have its type, %s', (type, good, bad, problem) => {
    const parameter = { name: 'x', type, isSecret: false };
    expect(good.map((text) => problemOf(parameter, text))).toEqual(good.map(() => undefined));
    expect(bad.map((text) => problemOf(parameter, text))).toEqual(bad.map(() => problem));
  });

  it('may be left out where the function has a default value', () => {
    expect(problemOf(nights, '')).toBeUndefined();
    expect(isComplete([reference, nights], {})).toBe(false);
    expect(isComplete([reference, nights], { reference: '' })).toBe(true);
  });

  it('is passed by name, in the order of the function', () => {
    const given = { amount: '500', reference: 'HB=1 "2"' };
    expect(argumentWords([reference, amount, nights], given)).toEqual(['reference=HB=1 "2"', 'amount=500']);
  });
});

describe('the remembered input', () => {
  it('is everything but possible credentials', () => {
    const given = { reference: 'HB-1042', amount: '500', pin: 'not-a-real-pin' };
    const kept = argumentsToRemember([reference, amount, pin], given);
    expect(kept).toEqual({ reference: 'HB-1042', amount: '500' });
    expect(rememberedArguments([reference, amount, pin], kept)).toEqual(kept);
  });

  it('counts only for parameters that still exist, accept it by type, and are not credentials now', () => {
    const remembered = { reference: 'HB-1042', amount: 'all', gone: '1', pin: 'not-a-real-pin' };
    expect(rememberedArguments([reference, amount, pin], remembered)).toEqual({ reference: 'HB-1042' });
    for (const nonsense of [undefined, 'text', [1], { reference: 1 }]) {
      expect(rememberedArguments([reference], nonsense)).toEqual({});
    }
  });

  it('is shown, except possible credentials', () => {
    expect(shownArgument(reference, 'HB-1042')).toBe('HB-1042');
    expect(shownArgument(pin, 'not-a-real-pin')).not.toContain('pin');
  });
});
