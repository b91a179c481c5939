import { isRecord } from '../contracts/unknown-values.ts';

export { isText } from '../contracts/unknown-values.ts';

/** Small type guards for JSON. A schema library would add 150 KB to the extension for the same answers. */
export type Guard<T> = (value: unknown) => value is T;

/** For each property its guard; an optional property has one made with {@link optional}. */
type FieldGuards<T> = { readonly [K in keyof T]-?: Guard<T[K]> };

export function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

/** A whole number from 1, as versions are. */
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

/** Further properties are allowed: a newer vault may say more. */
export function isObjectOf<T extends object>(fields: FieldGuards<T>): Guard<T> {
  const entries: [string, Guard<unknown>][] = Object.entries(fields);
  return (value): value is T => {
    if (!isRecord(value)) return false;
    return entries.every(([key, guard]) => guard(Object.hasOwn(value, key) ? value[key] : undefined));
  };
}
