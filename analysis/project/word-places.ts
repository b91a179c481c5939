/** Where texts come from, and since which version of the project each is as it is. */
export interface VersionedTexts {
  version(): number;
  changedAt(uri: string): number;
  textOf(uri: string): string;
  uris(): Iterable<string>;
}

/** Words asked for longest ago are forgotten beyond this: somebody who types a name asks for each of its beginnings. */
const mostWords = 2000;

interface Places {
  readonly uris: Set<string>;
  checkedAt: number;
}

/** In which files words occur. Only texts that changed since the last question are searched again. */
export class WordPlaces {
  readonly #texts: VersionedTexts;
  readonly #words = new Map<string, Places>();
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
    for (const { uris } of this.#words.values()) uris.delete(uri);
  }

  /** Every word that was asked for, with the files it was found in then. */
  *asked(): Generator<readonly [word: string, uris: ReadonlySet<string>]> {
    for (const [word, { uris }] of this.#words) yield [word, uris];
  }

  /** Looks for every word that was asked for in what changed since. */
  checkAll(): void {
    for (const [word, places] of this.#words) this.#check(word, places);
  }

  /** Whether a word that was asked for came into a file or left one since the last call. */
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
      const isMentioned = mentions(this.#texts.textOf(uri), word);
      if (isMentioned === places.uris.has(uri)) continue;
      if (isMentioned) places.uris.add(uri);
      else places.uris.delete(uri);
      this.#hasMoved ||= !isNew;
    }
    places.checkedAt = version;
  }

  #forgetOldest(): void {
    if (this.#words.size <= mostWords) return;
    const [oldest] = this.#words.keys();
    if (oldest !== undefined) this.#words.delete(oldest);
  }
}

/** Letters outside ASCII count as ends of a word: rather one file too many. */
export function mentions(text: string, word: string): boolean {
  if (word === '') return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + word.length)) return true;
  }
  return false;
}

const wordCharacter = /\w/;

function isWordAt(text: string, index: number): boolean {
  return wordCharacter.test(text.charAt(index));
}
