/** A field of something that was parsed; `undefined` when it has none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The named parts of something that was parsed, in their order. */
export function entriesOf(value: unknown): readonly (readonly [name: string, part: unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** A list that was parsed; empty when it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that was parsed; empty when it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
