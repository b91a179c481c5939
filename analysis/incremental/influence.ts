import type { Part, Parts } from '../source/part.ts';

/**
 * The parts that `changed` may affect, including themselves. Each affected part may affect others: repeats
 * until no new part is reached.
 */
export function influencedBy(changed: Parts, all: Parts): ReadonlySet<Part> {
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
 * Words through which parts affect each other: those seen in this round, and those to search for in the next.
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
   * A shared name connects all parts that mention it. A plain one connects the part that defines it to those
   * that mention it, and a part that modifies it to them too. Attributes connect the parts that refer to
   * them.
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
