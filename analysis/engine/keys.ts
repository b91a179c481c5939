import type { Key } from './model.ts';

/** `"0"` and `0` are the same key of a JavaScript object, and Python code does not use both. */
export function keyOf(key: string | number): Key {
  if (typeof key === 'string' && /^(?:0|[1-9]\d{0,8})$/.test(key)) return Number(key);
  return key;
}
