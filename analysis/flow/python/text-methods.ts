import { type Asked, unknownPart } from './possible-text.ts';
import type { Argument } from '../../syntax/python/syntax.ts';
import { entriesOf, itemsOf, keyOf } from './displays.ts';
import type { Origin } from './origin.ts';

/** Computes the result of a `str` method. Undefined if it cannot be determined. */
export type TextMethod = (text: string, given: readonly string[]) => string | undefined;

/** Beyond ASCII, one letter may become several, and the rules of Python and JavaScript differ. */
export const isPlain = (text: string): boolean => text.split('').every((letter) => letter < '\u0080');

/** Methods that convert each letter separately also work on a string with unknown parts. */
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

/** Applies the method `name` to a string that may have unknown parts. */
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

const whiteSpace = ' \t\n\r\u000B\f\u001C\u001D\u001E\u001F';

function stripped(
  text: string,
  [letters = whiteSpace, more]: readonly string[],
  left: boolean,
  right: boolean,
): string | undefined {
  if (more !== undefined) return undefined;
  const kept = text.split('').map((letter) => !letters.includes(letter));
  const start = left ? kept.indexOf(true) : 0;
  const end = right ? kept.lastIndexOf(true) + 1 : text.length;
  return start === -1 ? '' : text.slice(start, end);
}

/** Returns an argument of a template by position or name. Undefined if it is unknown. */
type Given = (key: number | string) => Asked | undefined;

/** Returns the right operand of `%`: a tuple, a dictionary, or a single value. */
export function percentArguments(origin: Origin): Given {
  const { node, finder, frame, isMember } = origin;
  const items = node.name === 'TupleExpression' ? itemsOf(node) : undefined;
  const entries = entriesOf(finder.module, node);
  return (key) => {
    if (entries !== undefined) {
      const found = entries.findLast((entry) => keyOf(finder.module, entry) === JSON.stringify(key));
      return found && { expression: found.value, finder, frame };
    }
    // `%s` shows a member of an enumeration in its own way.
    if (isMember === true) return undefined;
    const mayBeMany = items === undefined && node.name === 'TupleExpression';
    const expression = items === undefined && key === 0 && !mayBeMany ? node : items?.[Number(key)];
    return expression && { expression, finder, frame };
  };
}

/** Returns the arguments of a `format` call. */
export function formatted({ finder, frame }: Origin, given: readonly Argument[]): Given {
  if (given.some(({ star, value }) => star !== undefined || value === undefined)) return () => undefined;
  const positional = given.filter(({ keyword }) => keyword === undefined);
  return (key) => {
    const found =
      typeof key === 'number'
        ? positional[key]
        : given.find(({ keyword }) => keyword !== undefined && finder.module.textOf(keyword) === key);
    return found?.value && { expression: found.value, finder, frame };
  };
}

/** A part of a template: a string, an argument by position or name, or an unknown value. */
type TemplatePart = string | { readonly key: number | string } | undefined;

/** Parses templates such as `"%s_%(env)s"`. A part is undefined if its format changes the value. */
export function percentParts(template: string): readonly TemplatePart[] {
  let position = 0;
  return split(template, /%(?:\((\w+)\))?([-+ #0-9.*]*)([a-zA-Z%])/g, ([, name, flags, conversion]) => {
    if (conversion === '%') return '%';
    const key = name ?? position++;
    return flags === '' && conversion !== undefined && 'sdi'.includes(conversion) ? { key } : undefined;
  });
}

/** Parses templates such as `"{}_{0}_{env}_{{"`. */
export function braceParts(template: string): readonly TemplatePart[] {
  let position = 0;
  return split(template, /\{\{|\}\}|\{([^{}]*)\}/g, ([all, field]) => {
    if (field === undefined) return all.slice(1);
    if (field === '') return { key: position++ };
    if (/^\d+$/.test(field)) return { key: Number(field) };
    return /^[a-zA-Z_]\w*$/.test(field) ? { key: field } : undefined;
  });
}

function split(
  template: string,
  pattern: RegExp,
  partOf: (match: RegExpExecArray) => TemplatePart,
): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let start = 0;
  for (const match of template.matchAll(pattern)) {
    parts.push(template.slice(start, match.index), partOf(match));
    start = match.index + match[0].length;
  }
  return [...parts, template.slice(start)];
}
