/** Every place of one of `words` as a whole word in `text[from, to)`, in order. */
export function* wordsIn(
  text: string,
  words: Iterable<string>,
  from = 0,
  to = text.length,
): Generator<{ readonly word: string; readonly at: number }> {
  const pattern = wordPattern(words);
  if (pattern === undefined) return;
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match.index >= to) return;
    yield { word: match[0], at: match.index };
  }
}

/** Undefined for no words at all. `\b` is not enough beside letters outside ASCII, so callers look at nodes. */
function wordPattern(words: Iterable<string>): RegExp | undefined {
  // A half-typed name may be empty, and an empty word is everywhere.
  const present = [...words].filter((word) => word !== '');
  const alternatives = present.map((word) => word.replaceAll(/[^\w]/g, String.raw`\$&`));
  if (alternatives.length === 0) return undefined;
  return new RegExp(String.raw`(?<![\w$])(?:${alternatives.join('|')})(?![\w$])`, 'g');
}
