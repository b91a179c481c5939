/** Guards for untrusted data. A schema library would do the same but add 150 KB to the extension. */

/** Whether the value is an object; false for arrays. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => isText(item));
}

export function isTextRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && isTexts(Object.values(value));
}

/** An array of non-negative integers. */
export function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isInteger(item) && Number(item) >= 0);
}

/**
 * Returns `undefined` for invalid JSON instead of throwing: the parser's error message would quote the input,
 * which may contain a key.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type Guard<T> = (value: unknown) => value is T;

/** One guard per property; optional properties use {@link optional}. */
type FieldGuards<T> = { readonly [K in keyof T]-?: Guard<T[K]> };

export function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

/** A position in a list. */
export function isIndex(value: unknown): value is number {
  return isInteger(value) && value >= 0;
}

/** A positive integer, such as a version. */
export function isCount(value: unknown): value is number {
  return isInteger(value) && value >= 1;
}

export function isOneOf<const T extends string>(...allowed: readonly T[]): Guard<T> {
  return (value): value is T => allowed.some((one) => one === value);
}

export function isListOf<T>(item: Guard<T>): Guard<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every((one) => item(one));
}

export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function orNull<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}

/** Ignores additional properties, so that newer senders can add some. */
export function isObjectOf<T extends object>(fields: FieldGuards<T>): Guard<T> {
  const entries: [string, Guard<unknown>][] = Object.entries(fields);
  return (value): value is T => {
    if (!isRecord(value)) return false;
    return entries.every(([key, guard]) => guard(Object.hasOwn(value, key) ? value[key] : undefined));
  };
}

/** For each message type, a guard for the entire message. */
type MessageGuards<M extends { readonly type: string }> = {
  readonly [T in M['type']]: Guard<Omit<Extract<M, { readonly type: T }>, 'type'>>;
};

/** Validates a message with the guard for its `type`. */
export function isMessage<M extends { readonly type: string }>(guards: MessageGuards<M>): Guard<M> {
  const byType = new Map<unknown, Guard<unknown>>(Object.entries(guards));
  return (value): value is M => isRecord(value) && byType.get(value['type'])?.(value) === true;
}
