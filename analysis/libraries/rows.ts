import type { Effect } from './library.ts';

/** Names that are separated by white space. */
export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The same effect for several names, with a prefix such as `json.`. */
export function rows(effect: Effect, names: string, prefix = ''): readonly (readonly [string, Effect])[] {
  return words(names).map((name) => [`${prefix}${name}`, effect] as const);
}

/** Methods as functions of their type: `str.strip`. */
export function unbound(
  type: string,
  methods: ReadonlyMap<string, Effect>,
): readonly (readonly [string, Effect])[] {
  return [...methods].map(([name, effect]) => [`${type}.${name}`, effect] as const);
}
