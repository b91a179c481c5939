/** A field of a parsed value; `undefined` when it has none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The named parts of a parsed value, in their order. */
export function entriesOf(value: unknown): readonly (readonly [name: string, part: unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** A parsed list; empty when the value is not a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A parsed text; empty when the value is not a text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
