import type { Span } from '../../model/parsed-file.ts';

/** A replacement of a part of the source. */
export interface Change extends Span {
  readonly text: string;
}

export function removal(start: number, end: number): Change {
  return { start, end, text: '' };
}

/** Removes items of a list or a sum, with what separates them from the others. At least one must stay. */
export function withoutItems(items: readonly Span[], isGone: (index: number) => boolean): readonly Change[] {
  let hasKept = false;
  return items.flatMap((item, index) => {
    if (!isGone(index)) {
      hasKept = true;
      return [];
    }
    const previous = items[index - 1];
    const next = items[index + 1];
    if (hasKept && previous) return [removal(previous.end, item.end)];
    return next ? [removal(item.start, next.start)] : [];
  });
}
