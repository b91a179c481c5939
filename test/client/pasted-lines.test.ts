import { describe, expect, it } from 'vitest';
import { hasLostLines, withPastedLines } from '../../client/commands/pasted-lines.ts';

const key = '-----BEGIN NOT-A-REAL KEY-----\nbm90LWEta2V5\n-----END NOT-A-REAL KEY-----\n';

describe('a text of several lines that was pasted into a box of one line', () => {
  it.each([
    ['spaces in place of the line breaks', key.trim().replaceAll('\n', ' ')],
    ['nothing in place of the line breaks', key.replaceAll('\n', '')],
  ])('has its lines again: %s', (_, value) => {
    expect(withPastedLines(value, key)).toBe(key);
    expect(withPastedLines(value, key.replaceAll('\n', '\r\n'))).toBe(key);
  });

  it('has its lines again between what was typed', () => {
    expect(withPastedLines('a$&one twob', 'one\ntwo\n')).toBe('a$&one\ntwob');
  });

  it.each([
    ['one line', 'not-a-real-key', 'not-a-real-key\n'],
    ['something else', 'not-a-real-key', key],
    ['nothing', 'not-a-real-key', ''],
  ])('not when the clipboard holds %s', (_, value, clipboard) => {
    expect(withPastedLines(value, clipboard)).toBeUndefined();
  });

  it('a PEM file on one line is known to be broken', () => {
    expect([key, key.replaceAll('\n', ''), 'not-a-real-key'].map(hasLostLines)).toEqual([false, true, false]);
  });
});
