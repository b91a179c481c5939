export interface WordPlace {
  readonly word: string;
  readonly at: number;
}

/**
 * Finds every occurrence of one of `words` as a separate word in `text[from, to)`, in order. Non-ASCII
 * letters count as word boundaries, so callers must check the nodes.
 */
export function* wordsIn(
  text: string,
  words: Iterable<string>,
  from = 0,
  to = text.length,
): Generator<WordPlace> {
  const wanted = [...words].filter((word) => word !== '');
  const [only, another] = wanted;
  if (only === undefined) return;
  // Without the slice, the text after `to` would be searched too.
  const range = to < text.length ? text.slice(0, to) : text;
  const found = another === undefined ? placesOf(range, only, from) : placesOfAny(range, wanted, from);
  for (const place of found) if (isWhole(text, place)) yield place;
}

/** Several times faster than a regular expression, which would first have to be compiled. */
function* placesOf(text: string, word: string, from: number): Generator<WordPlace> {
  for (let at = text.indexOf(word, from); at !== -1; at = text.indexOf(word, at + 1)) yield { word, at };
}

function* placesOfAny(text: string, words: readonly string[], from: number): Generator<WordPlace> {
  const alternatives = words.map((word) => word.replaceAll(/[^\w]/g, String.raw`\$&`));
  const pattern = new RegExp(String.raw`(?<![\w$])(?:${alternatives.join('|')})(?![\w$])`, 'g');
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
    yield { word: match[0], at: match.index };
}

/** Whether no word character precedes or follows it. */
function isWhole(text: string, { word, at }: WordPlace): boolean {
  return !isPart(text.charCodeAt(at - 1)) && !isPart(text.charCodeAt(at + word.length));
}

/**
 * Matches ASCII letters and digits, `_` and `$`. Returns false for NaN, which is the result beyond the end of
 * the text.
 */
function isPart(code: number): boolean {
  if (code < 48) return code === 36;
  if (code < 58) return true;
  return (code > 64 && code < 91) || code === 95 || (code > 96 && code < 123);
}
