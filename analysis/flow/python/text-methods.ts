import { unknownPart } from './possible-text.ts';

/** The result of a `str` method; undefined if it cannot be determined. */
export type TextMethod = (text: string, given: readonly string[]) => string | undefined;

/** Beyond ASCII, one letter may become several, and Python's rules differ from JavaScript's. */
const isPlain = (text: string): boolean => text.split('').every((letter) => letter < '\u0080');

/** Methods that transform each letter separately can be applied to a text with unknown parts. */
const byLetter: Readonly<Record<string, (text: string) => string>> = {
  casefold: (text) => text.toLowerCase(),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
};

const known: Readonly<Record<string, TextMethod>> = {
  capitalize: (text, { length }) => (length > 0 ? undefined : capitalized(text)),
  lstrip: (text, given) => stripped(text, given, true, false),
  removeprefix: (text, [prefix, more]) =>
    prefix === undefined || more !== undefined ? undefined : withoutPrefix(text, prefix),
  removesuffix: (text, [suffix, more]) =>
    suffix === undefined || more !== undefined ? undefined : withoutSuffix(text, suffix),
  replace: (text, [from, to, more]) =>
    from === undefined || from === '' || to === undefined || more !== undefined
      ? undefined
      : text.replaceAll(from, () => to),
  rstrip: (text, given) => stripped(text, given, false, true),
  strip: (text, given) => stripped(text, given, true, true),
  swapcase: (text, { length }) => (length > 0 ? undefined : text.replaceAll(/[a-z]/gi, swapped)),
  title: (text, { length }) => (length > 0 ? undefined : text.replaceAll(/[a-z]+/gi, capitalized)),
};

export function isTextMethod(name: string): boolean {
  return Object.hasOwn(byLetter, name) || Object.hasOwn(known, name);
}

/** Applies the method `name` to a text that may have unknown parts. */
export function applied(name: string, text: string, given: readonly string[]): string | undefined {
  if (!isPlain(text) || !given.every(isPlain)) return undefined;
  if (Object.hasOwn(byLetter, name)) return given.length > 0 ? undefined : byLetter[name]?.(text);
  const isKnown = [text, ...given].every((one) => !one.includes(unknownPart));
  return isKnown && Object.hasOwn(known, name) ? known[name]?.(text, given) : undefined;
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}

function swapped(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}

function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function withoutSuffix(text: string, suffix: string): string {
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

function stripped(
  text: string,
  [letters = ' \t\n\r\u000B\f', more]: readonly string[],
  left: boolean,
  right: boolean,
): string | undefined {
  if (more !== undefined) return undefined;
  const kept = text.split('').map((letter) => !letters.includes(letter));
  const start = left ? kept.indexOf(true) : 0;
  const end = right ? kept.lastIndexOf(true) + 1 : text.length;
  return start === -1 ? '' : text.slice(start, end);
}
