import { describe, expect, it } from 'vitest';
import { resultText, stackText } from '../../../run/call/output-text.ts';
import { MaskedValues } from '../../../run/masking/masker.ts';

describe('what a function returned', () => {
  const values = new MaskedValues(['not-a-real-key', '424242']);
  const text = (value: unknown): string => resultText(value, (one) => values.mask(one));
  const circular: Record<string, unknown> = { a: 1 };
  circular['self'] = circular;

  it.each<[string, unknown, string]>([
    ['text is as it is', 'Say "hello".', 'Say "hello".'],
    ['nothing', undefined, 'null'],
    ['an object is one line of JSON', { a: [1, true, null], b: 'x\ny' }, '{"a":[1,true,null],"b":"x\\ny"}'],
    ['a date', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['a map and a set', { m: new Map([['a', 1]]), s: new Set([1]) }, '{"m":{"a":1},"s":[1]}'],
    ['a large number', 12n, '"12"'],
    ['itself inside', circular, '{"a":1,"self":"[circular]"}'],
    ['a value in text', 'key not-a-real-key!', 'key [masked]!'],
    ['a value anywhere', { 'not-a-real-key': ['not-a-real-key'] }, '{"[masked]":["[masked]"]}'],
    ['a value as a number', { pin: 424242, other: 42 }, '{"pin":"[masked]","other":42}'],
    ['a value that is not data', () => 1, 'null'],
  ])('%s', (_what, value, line) => {
    expect(text(value)).toBe(line);
  });
});

describe('what a function threw', () => {
  const withStack = (error: Error, ...frames: string[]): Error =>
    Object.assign(error, { stack: [String(error), ...frames.map((frame) => `    at ${frame}`)].join('\n') });

  it("has the frames of the person's code alone", () => {
    const error = withStack(
      new TypeError('no amount'),
      'pay (file:///w/agent/tools/pay.ts:3:9)',
      'processTicksAndRejections (node:internal/process/task_queues:104:5)',
      'async call (/ext/dist/call.js:12:34)',
    );
    expect(stackText(error, '/ext/dist/call.js')).toBe(
      'TypeError: no amount\n    at pay (file:///w/agent/tools/pay.ts:3:9)',
    );
  });

  it('includes the cause', () => {
    const cause = withStack(new Error('deep'), 'inner (file:///w/a.js:1:1)');
    const error = withStack(new Error('outer', { cause }), 'outer (file:///w/a.js:2:1)');
    expect(stackText(error, 'call.js')).toBe(
      'Error: outer\n    at outer (file:///w/a.js:2:1)\nCaused by: Error: deep\n    at inner (file:///w/a.js:1:1)',
    );
  });

  it('may be something other than an error', () => {
    expect(stackText('too late', 'call.js')).toBe('The function threw too late.');
    expect(stackText({ a: 1 }, 'call.js')).toBe('The function threw object.');
  });
});
