import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formsOf, searchFor } from './search.ts';

const canary = 'zq9-not-a-real-canary-7xk';
const { find } = searchFor(canary);

describe('the search for canaries', () => {
  it.each(formsOf(canary))('finds one %s', (form, text) => {
    const place = Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from(text, 'latin1'), Buffer.from([200])]);
    expect(find(place)).toBeDefined();
    expect(find(Buffer.from(text.slice(0, -1), 'latin1')), form).toBeUndefined();
  });

  it.each([0, 1, 2, 3, 4])('finds one in the middle of base64, %i bytes from its start', (before) => {
    const bytes = Buffer.from(`${'x'.repeat(before)}${canary}${'y'.repeat(before)}`);
    expect(find(bytes.toString('base64'))).toMatch(/^base64/);
    expect(find(bytes.toString('base64url'))).toMatch(/^base64/);
  });

  it('finds one in escaped JSON, in a URL and in UTF-16', () => {
    expect(find(JSON.stringify({ text: JSON.stringify({ value: canary }) }))).toBe('as it is');
    expect(find(encodeURIComponent(canary))).toBe('as it is');
    expect(find(Buffer.from(canary, 'utf16le'))).toBe('UTF-16, little end first');
  });

  it('finds none where there is none', () => {
    expect(find('')).toBeUndefined();
    expect(find(gzipSync('nothing at all'))).toBeUndefined();
    expect(find('zq9-not-a-real-canary-7x')).toBeUndefined();
  });
});
