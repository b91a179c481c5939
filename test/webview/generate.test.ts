import { describe, expect, it } from 'vitest';
import { generateValue } from '../../webview/common/generate.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

describe('a generated value', () => {
  it('has 32 characters of all four sorts and needs no escaping', () => {
    for (let round = 0; round < 200; round += 1) {
      const value = generateValue(random);
      expect(value).toMatch(/^[A-Za-z0-9_-]{32}$/);
      expect([/[A-Z]/, /[a-z]/, /\d/, /[-_]/].every((sort) => sort.test(value))).toBe(true);
    }
  });

  it('is never the same twice', () => {
    expect(new Set(Array.from({ length: 500 }, () => generateValue(random))).size).toBe(500);
  });

  it('is drawn again while a sort of character is missing', () => {
    const draws = [new Uint8Array(32), Uint8Array.from({ length: 32 }, (_, index) => index * 8)];
    let drawn = 0;
    generateValue(() => draws[drawn++] ?? random(32));
    expect(drawn).toBeGreaterThan(1);
  });
});
