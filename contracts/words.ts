/** The value of a placeholder; sentences are translated as well. */
export type Hole = string | number | Sentence;
export type Holes = Readonly<Record<string, Hole>>;

/** A user-facing message that can be translated: English text with `{named}` placeholders. */
export interface Sentence {
  readonly text: string;
  readonly holes: Holes;
}

/**
 * Translates a sentence, or an English text with values for its placeholders, into the user's language.
 * Placeholders are either `{named}`, with one object of values, or `{0}`, `{1}` …, with the values in this
 * order. The text must be a literal so that it can be extracted for translation.
 */
export type Translate = (text: string | Sentence, ...values: Values) => string;
type Values = readonly [Holes] | readonly (string | number)[];

/** A message that is translated later. The text must be a literal, as in {@link Translate}. */
export function sentence(text: string, holes: Holes = {}): Sentence {
  return { text, holes };
}

/** Messages without an entry in `words` stay English. */
export function createTranslate(words: Readonly<Record<string, string>> = {}): Translate {
  return translateWith((text) => (Object.hasOwn(words, text) ? (words[text] ?? text) : text));
}

/** `lookUp` translates one string and leaves its placeholders unchanged. */
export function translateWith(lookUp: (text: string) => string): Translate {
  const filled = ({ text, holes }: Sentence): string =>
    lookUp(text).replaceAll(/\{(\w+)\}/g, (written, name: string) => {
      const hole = Object.hasOwn(holes, name) ? holes[name] : undefined;
      return typeof hole === 'object' ? filled(hole) : String(hole ?? written);
    });
  return (given, ...values) => filled(typeof given === 'string' ? sentence(given, holesOf(values)) : given);
}

/** The sentence in English, for comparing and sorting, and for output that is always in English. */
export const inEnglish: Translate = createTranslate();

function holesOf(values: Values): Holes {
  return isNamed(values) ? values[0] : Object.fromEntries(values.entries());
}

function isNamed(values: Values): values is readonly [Holes] {
  return typeof values[0] === 'object';
}
