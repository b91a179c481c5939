/**
 * The words of a text, with how often each occurs. After an edit, only the words around it are counted again. Words
 * consist of ASCII letters, digits and `_`.
 */
export class CountedWords {
  readonly #counts = new Map<string, number>();
  #text = '';

  constructor(text: string) {
    this.update(text);
  }

  has(word: string): boolean {
    return this.#counts.has(word);
  }

  update(text: string): void {
    const before = this.#text;
    if (before === text) return;
    const shorter = Math.min(before.length, text.length);
    let start = 0;
    while (start < shorter && before.charCodeAt(start) === text.charCodeAt(start)) start++;
    let tail = 0;
    const mostTail = shorter - start;
    while (
      tail < mostTail &&
      before.charCodeAt(before.length - tail - 1) === text.charCodeAt(text.length - tail - 1)
    )
      tail++;
    // A word that the edit touches begins and ends in text that is the same in both.
    while (start > 0 && isWordCode(text.charCodeAt(start - 1))) start--;
    while (tail > 0 && isWordCode(text.charCodeAt(text.length - tail))) tail--;
    this.#count(before.slice(start, before.length - tail), -1);
    this.#count(text.slice(start, text.length - tail), 1);
    this.#text = text;
  }

  #count(part: string, by: 1 | -1): void {
    for (const [word] of part.matchAll(/\w+/g)) {
      const count = (this.#counts.get(word) ?? 0) + by;
      if (count === 0) this.#counts.delete(word);
      else this.#counts.set(word, count);
    }
  }
}

/** Matches ASCII letters, digits and `_`. Returns false for NaN, which is the result beyond the end of a text. */
export function isWordCode(code: number): boolean {
  if (code < 58) return code > 47;
  return (code > 64 && code < 91) || code === 95 || (code > 96 && code < 123);
}
