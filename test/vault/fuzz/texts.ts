import fc from 'fast-check';
import type { Random } from './random.ts';

/** Valid, but unusual. */
const unusual = [
  'ａ',
  'é',
  'é',
  '𝄞𝄞',
  'ﷺ',
  '‏עברית',
  '👩‍👩‍👧‍👦',
  'İi̇',
  'ß',
  'a b',
  "';--",
  '../..',
  '%2e%2e',
  '%',
  '*',
  '?x=1#y',
  'a/b',
  'a:b',
  'x:undelete',
  'x:y:restore',
  'null',
  'true',
  '0',
  '-1',
  '1e309',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '$where',
  '{{7*7}}',
  '\\',
  '"',
  '<script>',
] as const;

/** Not storable, or not even text. */
const wrong = ['\0', 'a\0b', '\ud800', '\udfffx', '\u0007', '\u200b', ' x', 'x ', '\n', '\ufeff'] as const;

const letters = 'abcdefghijklmnopqrstuvwxyz_0123456789';

export function word(random: Random, length = 1 + random.below(12)): string {
  return Array.from({ length }, () => letters[random.below(letters.length)]).join('');
}

export function unusualText(random: Random): string {
  return random.pick(unusual);
}

export function wrongText(random: Random): string {
  return random.pick(wrong);
}

const samples = new Map<string, readonly string[]>();

/** A string that matches the pattern. */
export function matching(random: Random, pattern: string): string {
  const known = samples.get(pattern) ?? sample(pattern);
  samples.set(pattern, known);
  return random.pick(known);
}

function sample(pattern: string): readonly string[] {
  return fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 100, seed: 1 });
}
