import { describe, expect, it } from 'vitest';
import { hasLostLines, withPastedLines } from '../../client/commands/pasted-lines.ts';

const key = '-----BEGIN NOT-A-REAL KEY-----\nbm90LWEta2V5\n-----END NOT-A-REAL KEY-----\n';

describe('a multi-line text pasted into a single-line input', () => {
  it.each([
    ['spaces in place of the line breaks', key.trim().replaceAll('\n', ' ')],
    ['nothing in place of the line breaks', key.replaceAll('\n', '')],
  ])('gets its lines back: %s', (_, value) => {
    expect(withPastedLines(value, key)).toBe(key);
    expect(withPastedLines(value, key.replaceAll('\n', '\r\n'))).toBe(key);
  });

  it('gets its lines back between typed text', () => {
    expect(withPastedLines('a$&one twob', 'one\ntwo\n')).toBe('a$&one\ntwob');
  });

  it.each([
    ['one line', 'not-a-real-key', 'not-a-real-key\n'],
    ['something else', 'not-a-real-key', key],
    ['nothing', 'not-a-real-key', ''],
  ])('does not when the clipboard holds %s', (_, value, clipboard) => {
    expect(withPastedLines(value, clipboard)).toBeUndefined();
  });

  it('a PEM file on one line is detected as broken', () => {
    expect([key, key.replaceAll('\n', ''), 'not-a-real-key'].map(hasLostLines)).toEqual([false, true, false]);
  });
});
