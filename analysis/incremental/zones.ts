import type { SecretReference } from '../model/reference.ts';
import { lastAtOrBefore } from '../source/last-at-or-before.ts';
import type { Span } from '../model/parsed-file.ts';
import type { ChangedParts } from './changed-parts.ts';
import type { Part, Parts } from '../source/part.ts';

/**
 * The distance above an edit within which the edit may have changed checks of environment variables. See
 * `isTestedLater`.
 */
const reachOfTests = 2200;

/** Records which parts of a file are unchanged and which are stale. */
export class Zones {
  /** The spans that must be analyzed again, in the current text. */
  readonly stale: readonly Span[];
  /** Where each previous part began, and how far it moved (undefined if its results are stale). */
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

  /** Undefined if the code at `offset` must be analyzed again. */
  moveOf(offset: number): number | undefined {
    return this.#moves[lastAtOrBefore(this.#starts, offset)];
  }
}

/** Undefined if the edit may affect the entire file. */
export function zonesOf(
  before: Parts,
  references: readonly SecretReference[],
  changed: ChangedParts,
): Zones | undefined {
  const gone = before.slice(changed.from, changed.from + changed.gone);
  const fresh = changed.parts.slice(changed.from, changed.from + changed.fresh);
  if ([...gone, ...fresh].some(({ isUnruly }) => isUnruly) || sharedTextOf(gone) !== sharedTextOf(fresh))
    return undefined;
  const testing = testingParts(before, references, changed);
  const influenced = influencedBy([...gone, ...fresh, ...testing], [...before, ...fresh]);
  return new Zones(before, changed, influenced);
}

function sharedTextOf(parts: Parts): string {
  return parts
    .map(({ everywhere }) => everywhere)
    .filter((line) => line !== '')
    .join('\n');
}

/** Returns the parts that read an environment variable and may check further below whether it is set. */
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

/** Merges adjacent parts into one span. */
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

/**
 * Returns the parts that `changed` may affect, including the changed parts. Affected parts may affect others,
 * so this repeats until no new part is reached.
 */
function influencedBy(changed: Parts, all: Parts): ReadonlySet<Part> {
  const influence = new Influence([...changed, ...all]);
  const reached = new Set<Part>(changed);
  for (const part of changed) influence.spreadFrom(part);
  for (let isGrowing = influence.hasNews(); isGrowing; isGrowing = influence.hasNews()) {
    influence.nextRound();
    for (const part of all) {
      if (reached.has(part) || !influence.reaches(part)) continue;
      reached.add(part);
      influence.spreadFrom(part);
    }
  }
  return reached;
}

/**
 * The words through which parts affect each other: those seen in this round, and those to search for in the
 * next round.
 */
class Influence {
  readonly #shared = new Set<number>();
  readonly #plain = new Set<number>();
  readonly #attributes = new Set<number>();
  readonly #known = new Set<number>();
  readonly #knownPointing = new Set<number>();
  #words: readonly number[] = [];
  #pointing: readonly number[] = [];
  #nextWords: number[] = [];
  #nextPointing: number[] = [];

  constructor(all: Parts) {
    for (const { shared, plain, attributes } of all) {
      for (const word of shared) this.#shared.add(word);
      for (const word of plain) this.#plain.add(word);
      for (const word of attributes) this.#attributes.add(word);
    }
  }

  /**
   * A shared name connects all parts that mention it. A plain name connects the part that defines it, and any
   * part that modifies it, to the parts that mention it. An attribute connects the parts that refer to it.
   */
  spreadFrom({ shared, plain, attributes, words, pointing }: Part): void {
    for (const word of shared) this.#look(word);
    for (const word of plain) this.#look(word);
    for (const word of words) if (this.#shared.has(word)) this.#look(word);
    for (const word of attributes) this.#lookPointing(word);
    for (const word of pointing) {
      if (this.#plain.has(word)) this.#look(word);
      if (this.#attributes.has(word)) this.#lookPointing(word);
    }
  }

  hasNews(): boolean {
    return this.#nextWords.length > 0 || this.#nextPointing.length > 0;
  }

  nextRound(): void {
    this.#words = this.#nextWords;
    this.#pointing = this.#nextPointing;
    this.#nextWords = [];
    this.#nextPointing = [];
  }

  reaches({ words, pointing }: Part): boolean {
    return this.#words.some((word) => words.has(word)) || this.#pointing.some((word) => pointing.has(word));
  }

  #look(word: number): void {
    if (this.#known.has(word)) return;
    this.#known.add(word);
    this.#nextWords.push(word);
  }

  #lookPointing(word: number): void {
    if (this.#knownPointing.has(word)) return;
    this.#knownPointing.add(word);
    this.#nextPointing.push(word);
  }
}
