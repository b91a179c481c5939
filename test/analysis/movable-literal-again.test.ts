import { describe, expect, it } from 'vitest';
import { replacedAfter } from './moved-literal.ts';

const before = 'async function f(conv) {\n  send("not-a-real-key");\n}\n';

/** The replaced text after the user has continued to type. */
function again(text: string): string | undefined {
  return replacedAfter(before, 'not-a-real-key', text);
}

describe('a literal whose text changes while its secret is created', () => {
  it('is where it was, or has moved', () => {
    expect(again(before)).toBe('"not-a-real-key"');
    expect(again(`// More.\n${before}`)).toBe('"not-a-real-key"');
  });

  it.each([
    ['it is gone', before.replace('real', 'true')],
    ['there are two', `//\n${before}${before}`],
    ['it is in a comment', before.replace('send', '// send')],
    ['it is a name now', before.replace('send("', 'send({ "').replace('")', '": 1 })')],
    ['the conversation is out of sight', before.replace('async ', '')],
  ])('is not replaced when %s', (_, text) => expect(again(text)).toBeUndefined());

  it('is read in the form that the surrounding code needs now', () => {
    expect(again(before.replace('("', '(\'"').replace('")', '" is it\')'))).toBe(`'"not-a-real-key" is it'`);
  });
});
