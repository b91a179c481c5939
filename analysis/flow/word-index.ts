import { wordsIn } from '../syntax/words.ts';

/** So many searches through a text cost more than to note all of its words. */
const searchesWorthIt = 24;

/** Finds words in one text: the first ones by searching, the later ones in an index made meanwhile. */
export class WordIndex {
  readonly #text: string;
  #searches = 0;
  #places: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  has(word: string): boolean {
    return !this.places(word)[Symbol.iterator]().next().done;
  }

  /** Every place of `word` as a whole word, in order; as `wordsIn` counts. */
  places(word: string): Iterable<number> {
    const isPlain = /^[\w$]+$/.test(word);
    if (!isPlain || (this.#places === undefined && ++this.#searches <= searchesWorthIt))
      return this.#search(word);
    this.#places ??= placesByWord(this.#text);
    return this.#places.get(word) ?? [];
  }

  *#search(word: string): Generator<number> {
    for (const { at } of wordsIn(this.#text, [word])) yield at;
  }
}

function placesByWord(text: string): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const { 0: word, index } of text.matchAll(/[\w$]+/g)) {
    const known = places.get(word);
    if (known === undefined) places.set(word, [index]);
    else known.push(index);
  }
  return places;
}
