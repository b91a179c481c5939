/** What fills the holes of a text; a sentence in a hole is translated too. */
export type Hole = string | number | Sentence;
export type Holes = Readonly<Record<string, Hole>>;

/** A message for a person in any language: an English text with `{named}` holes. */
export interface Sentence {
  readonly text: string;
  readonly holes: Holes;
}

/** Gives a sentence in the reader's language. */
export type TranslateSentence = (sentence: Sentence) => string;

/** A message whose language is chosen later. Texts are literals, so that translators get each. */
export function sentence(text: string, holes: Holes = {}): Sentence {
  return { text, holes };
}

/** The sentence in English: to compare, to sort, and where all readers use English. */
export function inEnglish(said: string | Sentence): string {
  return typeof said === 'string' ? said : filled(said, (text) => text);
}

/** The text with its holes filled; `translate` gives it in another language, holes and all. */
export function filled({ text, holes }: Sentence, translate: (text: string) => string): string {
  return translate(text).replaceAll(/\{(\w+)\}/g, (written, name: string) => {
    const hole = Object.hasOwn(holes, name) ? holes[name] : undefined;
    return typeof hole === 'object' ? filled(hole, translate) : String(hole ?? written);
  });
}
