import { isRecord, parseJson } from './guards.ts';

/*
 * Copies external data field by field into a new object. Data of the wrong shape is rejected, and unexpected
 * fields, such as a value, are dropped. The code is handwritten because a schema validator would make up a
 * third of the server's bundle.
 */

/**
 * The parsed external data, or a description of its first wrong entry: `agents[0].secrets[3].name must be a
 * string`.
 */
export type Reading<T> = { readonly found: T } | { readonly problem: string };

export function textOf(entry: Entry): string {
  return entry.text();
}

/** Like {@link readEntries}, for a file's text. */
export function readJson<T>(text: string, take: (entry: Entry) => T): Reading<T> {
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  return value === undefined ? { problem: 'this is not valid JSON' } : readEntries(value, take);
}

/** `take` copies the data; it reports the first wrong entry by throwing. */
export function readEntries<T>(value: unknown, take: (entry: Entry) => T): Reading<T> {
  try {
    return { found: take(new Entry(value, '')) };
  } catch (error) {
    if (error instanceof WrongEntry) return { problem: error.message };
    throw error;
  }
}

class WrongEntry extends Error {}

/** A part of external data. Its problems name its path, but never its content. */
export class Entry {
  readonly value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.#path = path;
  }

  /** @throws WrongEntry */
  fail(wanted: string): never {
    throw new WrongEntry(`${this.#path === '' ? 'the file' : this.#path} must be ${wanted}`);
  }

  at(key: string): Entry {
    if (!isRecord(this.value)) return this.fail('an object');
    const value = Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return new Entry(value, this.#path === '' ? key : `${this.#path}.${key}`);
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.fail('a string');
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail('true or false');
  }

  oneOf<const T extends string>(...allowed: readonly T[]): T {
    return (
      allowed.find((one) => one === this.value) ?? this.fail(allowed.map((one) => `"${one}"`).join(' or '))
    );
  }

  /** A whole number of at least `least`. */
  count(least: number): number {
    const { value } = this;
    const isCount = typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
    return isCount ? value : this.fail(`a whole number of at least ${least}`);
  }

  /**
   * One malformed item invalidates the entire list: with an incomplete catalog, existing secrets would be
   * reported as missing.
   */
  list<T>(item: (entry: Entry) => T): T[] {
    if (!Array.isArray(this.value)) return this.fail('a list');
    const items: readonly unknown[] = this.value;
    return items.map((value, index) => item(new Entry(value, `${this.#path}[${index}]`)));
  }
}
