import { CountedWords, isWordCode } from './counted-words.ts';

/** Provides texts and, for each of them, the project version of its last change. */
export interface VersionedTexts {
  version(): number;
  changedAt(uri: string): number;
  textOf(uri: string): string;
  uris(): Iterable<string>;
}

/**
 * Beyond this limit, the least recently used words are dropped. Many words accumulate because typing a name
 * looks up each of its prefixes.
 */
const mostWords = 2000;

/** Searching a longer text repeatedly takes more time than counting its words once. */
const longText = 20_000;
const searchesWorthIt = 24;

/** A long text that is searched. */
interface Searched {
  searches: number;
  counted?: CountedWords;
}

interface Places {
  readonly uris: Set<string>;
  checkedAt: number;
}

/**
 * Tracks which files contain which words. Only texts that changed since the last lookup are searched again.
 */
export class WordPlaces {
  readonly #texts: VersionedTexts;
  readonly #words = new Map<string, Places>();
  readonly #searched = new Map<string, Searched>();
  #hasMoved = false;

  constructor(texts: VersionedTexts) {
    this.#texts = texts;
  }

  filesWith(word: string): ReadonlySet<string> {
    const places = this.#words.get(word) ?? { uris: new Set(), checkedAt: -1 };
    this.#words.delete(word);
    this.#words.set(word, places);
    this.#forgetOldest();
    this.#check(word, places);
    return places.uris;
  }

  delete(uri: string): void {
    this.#searched.delete(uri);
    for (const { uris } of this.#words.values()) uris.delete(uri);
  }

  /** Yields every word that was looked up, with the files that contained it at that time. */
  *asked(): Generator<readonly [word: string, uris: ReadonlySet<string>]> {
    for (const [word, { uris }] of this.#words) yield [word, uris];
  }

  /** Searches the texts that have changed for all looked-up words. */
  checkAll(): void {
    for (const [word, places] of this.#words) this.#check(word, places);
  }

  /** Whether a looked-up word was added to or removed from a file since the last call. */
  takeMoved(): boolean {
    const hasMoved = this.#hasMoved;
    this.#hasMoved = false;
    return hasMoved;
  }

  #check(word: string, places: Places): void {
    const version = this.#texts.version();
    if (places.checkedAt === version) return;
    const isNew = places.checkedAt < 0;
    for (const uri of this.#texts.uris()) {
      if (this.#texts.changedAt(uri) <= places.checkedAt) continue;
      const isMentioned = this.#isMentioned(uri, word);
      if (isMentioned === places.uris.has(uri)) continue;
      if (isMentioned) places.uris.add(uri);
      else places.uris.delete(uri);
      this.#hasMoved ||= !isNew;
    }
    places.checkedAt = version;
  }

  #isMentioned(uri: string, word: string): boolean {
    const text = this.#texts.textOf(uri);
    if (text.length < longText || !/^\w+$/.test(word)) return mentions(text, word);
    const searched = this.#searched.get(uri) ?? { searches: 0 };
    this.#searched.set(uri, searched);
    if (++searched.searches <= searchesWorthIt) return mentions(text, word);
    searched.counted ??= new CountedWords(text);
    searched.counted.update(text);
    return searched.counted.has(word);
  }

  #forgetOldest(): void {
    if (this.#words.size <= mostWords) return;
    const [oldest] = this.#words.keys();
    if (oldest !== undefined) this.#words.delete(oldest);
  }
}

/** Non-ASCII letters count as word boundaries, which can only yield extra files. */
export function mentions(text: string, word: string): boolean {
  if (word === '') return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordCode(text.charCodeAt(at - 1)) && !isWordCode(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}
