import type { Key, Value } from './model.ts';

type Entries = ReadonlyMap<Key, Value>;

/** Smaller maps are copied as a whole. */
const smallSize = 32;

/** The same entries with some replaced or added. Large maps share most of their entries with the result. */
export function withEntries(entries: Entries, changes: Entries): Entries {
  if (changes.size === 0) return entries;
  if (entries.size < smallSize) return new Map([...entries, ...changes]);
  const shared = entries instanceof SharedEntries ? entries : SharedEntries.empty.with(entries);
  return shared.with(changes);
}

/**
 * The keys whose values can differ between two maps. With `isWithMissing`, also those that only `one` has. If
 * one map was derived from the other, the time depends only on their differences.
 */
export function differingKeys(one: Entries, other: Entries, isWithMissing = true): ReadonlySet<Key> {
  const keys = new Set<Key>();
  if (one instanceof SharedEntries && other instanceof SharedEntries)
    for (const [left, right] of one.differingParts(other)) addDiffering(keys, left, right, isWithMissing);
  else addDiffering(keys, one, other, isWithMissing);
  return keys;
}

function addDiffering<T>(
  keys: Set<Key>,
  one: ReadonlyMap<Key, T>,
  other: ReadonlyMap<Key, T>,
  isWithMissing: boolean,
): void {
  for (const [key, value] of other) if (one.get(key) !== value) keys.add(key);
  if (isWithMissing) for (const key of one.keys()) if (!other.has(key)) keys.add(key);
}

interface Entry {
  readonly value: Value;
  /** Entries are in the order of their numbers. */
  readonly number: number;
}

type Part = ReadonlyMap<Key, Entry>;
type Parts = readonly Part[];

const partsPerLevel = 32;
const noParts: Parts = Array.from({ length: partsPerLevel }, () => new Map());

/** A map in many parts, at two levels. Maps derived from each other share their equal parts. */
class SharedEntries implements ReadonlyMap<Key, Value> {
  static readonly empty = new SharedEntries(
    Array.from({ length: partsPerLevel }, () => noParts),
    0,
  );

  readonly #parts: readonly Parts[];
  readonly size: number;

  private constructor(parts: readonly Parts[], size: number) {
    this.#parts = parts;
    this.size = size;
  }

  with(changes: Entries): SharedEntries {
    const all = [...this.#parts];
    let { size } = this;
    for (const [key, value] of changes) {
      const [first, second] = placeOf(key);
      const parts = all[first] ?? noParts;
      const number = parts[second]?.get(key)?.number ?? size++;
      all[first] = parts.with(second, new Map(parts[second]).set(key, { value, number }));
    }
    return new SharedEntries(all, size);
  }

  get(key: Key): Value | undefined {
    return this.#partOf(key)?.get(key)?.value;
  }

  has(key: Key): boolean {
    return this.#partOf(key)?.has(key) === true;
  }

  #partOf(key: Key): Part | undefined {
    const [first, second] = placeOf(key);
    return this.#parts[first]?.[second];
  }

  *differingParts(other: SharedEntries): Generator<readonly [Part, Part]> {
    for (const [first, parts] of this.#parts.entries()) {
      const others = other.#parts[first] ?? noParts;
      if (others === parts) continue;
      for (const [second, part] of parts.entries()) {
        const otherPart = others[second];
        if (otherPart !== undefined && otherPart !== part) yield [part, otherPart];
      }
    }
  }

  #all(): Map<Key, Value> {
    const all = this.#parts.flatMap((parts) => (parts === noParts ? [] : parts.flatMap((part) => [...part])));
    all.sort(([, one], [, other]) => one.number - other.number);
    return new Map(all.map(([key, { value }]) => [key, value]));
  }

  keys(): MapIterator<Key> {
    return this.#all().keys();
  }

  values(): MapIterator<Value> {
    return this.#all().values();
  }

  entries(): MapIterator<[Key, Value]> {
    return this.#all().entries();
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries();
  }

  forEach(work: (value: Value, key: Key, map: Entries) => void): void {
    for (const [key, value] of this) work(value, key, this);
  }
}

/** The part that contains a key, at both levels. */
function placeOf(key: Key): readonly [first: number, second: number] {
  let hash = 0;
  if (typeof key === 'number') hash = key;
  else for (let at = 0; at < key.length; at++) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) | 0;
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c_1b_3c_6d) >>> 0;
  return [mixed >>> 27, (mixed >>> 22) & (partsPerLevel - 1)];
}
