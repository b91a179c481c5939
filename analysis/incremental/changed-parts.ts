import type { Edit } from './edit.ts';
import type { Division, Part, Parts } from '../source/part.ts';
import type { SourceFile } from '../source/source-file.ts';

/** Maps the parts of one version to the parts of the next. */
export interface ChangedParts {
  readonly parts: Parts;
  /** The first part that differs. */
  readonly from: number;
  /** The number of parts replaced in `before`. */
  readonly gone: number;
  readonly fresh: number;
  /** The offset by which the parts after them moved. */
  readonly growth: number;
}

/**
 * Determines what changed, and whether the surrounding parts are still parsed the same way. An unclosed
 * bracket or a line indented too far changes the meaning of everything after it, and `else` belongs to the
 * statement above it.
 */
export function changedParts(
  division: Division<SourceFile>,
  before: Parts,
  file: SourceFile,
  edit: Edit,
): ChangedParts {
  const length = lengthOf(before);
  const growth = file.text.length - length;
  let first = firstTouched(before, edit.head);
  for (let above = placeAbove(before, first); above !== undefined; above = placeAbove(before, first)) {
    if (division.isSame(file, above.start, above.part)) break;
    first = above;
  }
  const below = firstBelow(before, first, length - edit.tail);
  const rest = before.slice(below.index);
  const same = rest.slice(division.firstSame(file, below.start + growth, rest));
  const end = file.text.length - lengthOf(same);
  const fresh = division.partsIn(file, first.start, end);
  return {
    parts: [...before.slice(0, first.index), ...fresh, ...same],
    from: first.index,
    gone: before.length - same.length - first.index,
    fresh: fresh.length,
    growth,
  };
}

interface PartPlace {
  readonly index: number;
  readonly start: number;
}

/**
 * A part that ends where the edit begins is also affected, because the following text may now continue it.
 */
function firstTouched(parts: Parts, head: number): PartPlace {
  let start = 0;
  for (const [index, { length }] of parts.entries()) {
    if (start + length >= head) return { index, start };
    start += length;
  }
  return { index: 0, start: 0 };
}

function placeAbove(
  parts: Parts,
  { index, start }: PartPlace,
): (PartPlace & { readonly part: Part }) | undefined {
  const part = parts[index - 1];
  return part && { index: index - 1, start: start - part.length, part };
}

/** The first part after the affected ones. */
function firstBelow(parts: Parts, first: PartPlace, end: number): PartPlace {
  let { index, start } = first;
  while (index < parts.length && (index === first.index || start <= end)) {
    start += parts[index]?.length ?? 0;
    index++;
  }
  return { index, start };
}

function lengthOf(parts: Parts): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
