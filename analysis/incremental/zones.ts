import type { SecretReference } from '../model/reference.ts';
import { lastAtOrBefore } from '../source/last-at-or-before.ts';
import type { Span } from '../model/span.ts';
import type { ChangedParts } from './changed-parts.ts';
import { influencedBy } from './influence.ts';
import type { Part, Parts } from '../source/part.ts';

/**
 * Up to this far above an edit, the edit may have changed tests of environment variables; see
 * `isTestedLater`.
 */
const reachOfTests = 2200;

/** Which places of a file are unchanged, and which are stale. */
export class Zones {
  /** What must be analyzed again, in the current text. */
  readonly stale: readonly Span[];
  /** Where the previous parts began, and how far each moved; undefined if its results are stale. */
  readonly #starts: readonly number[];
  readonly #moves: readonly (number | undefined)[];

  constructor(before: Parts, changed: ChangedParts, influenced: ReadonlySet<Part>) {
    const end = changed.from + changed.gone;
    this.#starts = startsOf(before);
    this.#moves = before.map((part, index) => {
      if (influenced.has(part)) return undefined;
      return index < end ? 0 : changed.growth;
    });
    this.stale = spansOf(changed.parts, influenced);
  }

  /** Undefined if the text at `offset` must be analyzed again. */
  moveOf(offset: number): number | undefined {
    return this.#moves[lastAtOrBefore(this.#starts, offset)];
  }
}

/** Undefined if the edit may affect the whole file. */
export function zonesOf(
  before: Parts,
  references: readonly SecretReference[],
  changed: ChangedParts,
): Zones | undefined {
  const gone = before.slice(changed.from, changed.from + changed.gone);
  const fresh = changed.parts.slice(changed.from, changed.from + changed.fresh);
  if ([...gone, ...fresh].some(({ isUnruly }) => isUnruly) || tellingOf(gone) !== tellingOf(fresh))
    return undefined;
  const testing = testingParts(before, references, changed);
  const influenced = influencedBy([...gone, ...fresh, ...testing], [...before, ...fresh]);
  return new Zones(before, changed, influenced);
}

function tellingOf(parts: Parts): string {
  return parts
    .map(({ everywhere }) => everywhere)
    .filter((line) => line !== '')
    .join('\n');
}

/** Parts that read an environment variable and may test further below whether it is set. */
function testingParts(before: Parts, references: readonly SecretReference[], { from }: ChangedParts): Parts {
  const starts = startsOf(before);
  const edited = starts[from] ?? 0;
  return references
    .filter(({ dialect, span }) => dialect === 'environment' && span.start < edited)
    .filter(({ span }) => span.end + reachOfTests >= edited)
    .flatMap(({ span }) => before[lastAtOrBefore(starts, span.start)] ?? []);
}

function startsOf(parts: Parts): readonly number[] {
  let start = 0;
  return parts.map(({ length }) => {
    start += length;
    return start - length;
  });
}

/** Adjacent parts are merged into one span. */
function spansOf(parts: Parts, wanted: ReadonlySet<Part>): readonly Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const part of parts) {
    const end = start + part.length;
    const last = spans.at(-1);
    if (wanted.has(part) && last?.end === start) spans.splice(-1, 1, { start: last.start, end });
    else if (wanted.has(part)) spans.push({ start, end });
    start = end;
  }
  return spans;
}
