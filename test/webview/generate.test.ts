import { describe, expect, it } from 'vitest';
import {
  type CharacterClass,
  characters,
  generateValue,
  usualOptions,
} from '../../webview/common/generate.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

describe('a generated value', () => {
  it('usually has 32 characters of four kinds and needs no escaping', () => {
    for (let round = 0; round < 200; round += 1) {
      const value = generateValue(usualOptions, random);
      expect(value).toMatch(/^[A-Za-z0-9_-]{32}$/);
      expect([/[A-Z]/, /[a-z]/, /\d/, /[-_]/].every((sort) => sort.test(value))).toBe(true);
    }
  });

  it('has the requested length, every requested kind of characters, and no other', () => {
    const all: readonly CharacterClass[] = ['upper', 'lower', 'digits', 'separators', 'symbols'];
    for (let mask = 1; mask < 2 ** all.length; mask += 1) {
      const classes = all.filter((_, index) => (mask & (2 ** index)) !== 0);
      const length = 8 + (mask % 57);
      const value = generateValue({ length, classes }, random);
      const kindsOf = Array.from(value).map((character) =>
        all.find((one) => characters[one].includes(character)),
      );
      expect(value).toHaveLength(length);
      expect(new Set(kindsOf)).toEqual(new Set(classes));
    }
  });

  it('is never the same twice', () => {
    expect(new Set(Array.from({ length: 500 }, () => generateValue(usualOptions, random))).size).toBe(500);
  });

  it('is drawn again while a kind of character is missing', () => {
    const draws = [new Uint8Array(32), Uint8Array.from({ length: 32 }, (_, index) => index * 8)];
    let drawn = 0;
    generateValue(usualOptions, () => draws[drawn++] ?? random(32));
    expect(drawn).toBeGreaterThan(1);
  });

  it('has each character of an alphabet equally often, even if its size does not divide 256', () => {
    const classes: readonly CharacterClass[] = ['upper', 'digits', 'symbols'];
    const alphabet = classes.map((one) => characters[one]).join('');
    const values = Array.from({ length: 1_000 }, () => generateValue({ length: 96, classes }, random)).join(
      '',
    );
    const expected = values.length / alphabet.length;
    const squares = Array.from(alphabet).map(
      (one) => (values.split(one).length - 1 - expected) ** 2 / expected,
    );
    // The 1 - 1e-6 quantile of chi-squared with 47 degrees of freedom is 106; with a biased remainder, it is over 500.
    expect(squares.reduce((sum, square) => sum + square, 0)).toBeLessThan(110);
  });
});
