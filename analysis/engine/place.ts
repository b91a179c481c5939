import type { Place } from './model.ts';

/** The source of a place. */
export function sourceOf({ unit, at }: Place): string {
  return unit.code.text.slice(at.start, at.end);
}
