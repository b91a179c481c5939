import type { UnitCode } from '../ir/ir.ts';

/**
 * Lowered units by their text. Each language has its own memo, because the same text means different code
 * in each.
 */
export interface UnitMemo {
  /**
   * Returns the unit with this text. Calls `lower` only if the text is new, with a copy of the text that does
   * not keep the text of the whole file alive. The result must depend on `key` alone. Pass a `key` other than
   * the text if something else decides the result too.
   */
  unit(text: string, lower: (text: string) => UnitCode, key?: string): UnitCode;
}

/** Characters of source code: several times the size of a large project. */
const defaultCapacity = 8_000_000;

/**
 * Creates a memo that keeps at least the last `capacity` characters of code that were requested, and at most
 * twice as many.
 */
export function createUnitMemo(capacity = defaultCapacity): UnitMemo {
  let recent = new Map<string, UnitCode>();
  let older: ReadonlyMap<string, UnitCode> = new Map<string, UnitCode>();
  let size = 0;
  const keep = (key: string, code: UnitCode): UnitCode => {
    if (size > capacity) {
      older = recent;
      recent = new Map<string, UnitCode>();
      size = 0;
    }
    recent.set(key, code);
    size += key.length;
    return code;
  };
  return {
    unit(text, lower, key) {
      const known = recent.get(key ?? text);
      if (known !== undefined) return known;
      const old = older.get(key ?? text);
      if (old !== undefined) return keep(key ?? old.text, old);
      const own = copyOf(text);
      return keep(key ?? own, lower(own));
    },
  };
}

/** A slice keeps the whole string alive that it was cut from. A joined string does not. */
function copyOf(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join('');
}
