import type { SecretReference } from '../model/reference.ts';
import { lastAtOrBefore } from '../source/last-at-or-before.ts';
import type { Span } from '../model/span.ts';
import type { ChangedParts } from './changed-parts.ts';
import { influencedBy } from './influence.ts';
import type { Part, Parts } from '../source/part.ts';

/** So far above an edit, environment variables may be tested by what was edited; see `isTestedLater`. */
const reachOfTests = 2200;

/** Which places of a file stay as they were, and which are stale. */
export class Zones {
  /** What has to be found anew, in the text of now. */
  readonly stale: readonly Span[];
  /** Where the parts of before began, and by how much each moved; undefined: what was found there is stale. */
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

  /** Undefined: what stood there has to be found anew. */
  moveOf(offset: number): number | undefined {
    return this.#moves[lastAtOrBefore(this.#starts, offset)];
  }
}

/** Undefined when the edit may matter to the whole file. */
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

/** Parts that read a variable of the environment and may test below whether they got it. */
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

/** Neighbours are one span. */
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
