/** Hashes of words. Two words may have the same hash. A hash does not keep the text in memory. */
export type WordSet = ReadonlySet<number>;

export interface HashedWords {
  readonly all: WordSet;
  /** Words that may refer to code elsewhere, because they follow a dot or precede a closing quote. */
  readonly pointing: WordSet;
}

/** Hashes every word in `text[from, to)`, including words in comments and strings. */
export function hashedWords(text: string, from: number, to: number): HashedWords {
  const all = new Set<number>();
  const pointing = new Set<number>();
  let before = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (!isWordCode(code)) {
      if (!isSpace(code)) before = code;
      continue;
    }
    let hash = start;
    for (; at < to && isWordCode(text.charCodeAt(at)); at++) hash = extended(hash, text.charCodeAt(at));
    all.add(hash);
    if (before === dot || isQuote(text.charCodeAt(at))) pointing.add(hash);
    before = 0;
    at--;
  }
  return { all, pointing };
}

export function hashOf(word: string): number {
  let hash = start;
  for (let at = 0; at < word.length; at++) hash = extended(hash, word.charCodeAt(at));
  return hash;
}

const start = 0x811c9dc5;
const dot = 46;
const backslash = 92;

function extended(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** Matches letters, digits, `_`, `$` and all non-ASCII characters. */
function isWordCode(code: number): boolean {
  if (code < 48) return code === 36;
  if (code < 58 || code > 127) return true;
  return (code > 64 && code < 91) || code === 95 || (code > 96 && code < 123);
}

/** Characters allowed between a dot and its attribute. */
function isSpace(code: number): boolean {
  return code <= 32 || code === backslash;
}

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}
