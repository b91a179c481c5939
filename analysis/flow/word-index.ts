import { wordsIn } from '../syntax/words.ts';

/** After more searches than this, it is cheaper to index all words of the text. */
const searchesWorthIt = 24;

/** Finds words in a text. It searches the text at first, and builds an index after many searches. */
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

  /**
   * Yields every occurrence of `word` as a separate word, in order. Word boundaries are the same as in
   * `wordsIn`.
   */
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
