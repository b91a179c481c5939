/** What fills the holes of a text; a sentence in one of them is said in the same language. */
export type Hole = string | number | Sentence;
export type Holes = Readonly<Record<string, Hole>>;

/** Something to be said to a person, in whichever language: an English text with `{named}` holes. */
export interface Sentence {
  readonly text: string;
  readonly holes: Holes;
}

/** Says a sentence in the language of whoever reads it. */
export type Tell = (sentence: Sentence) => string;

/** For what is known before anybody asks: no language is known then. Texts are literals, for translators. */
export function sentence(text: string, holes: Holes = {}): Sentence {
  return { text, holes };
}

/** The same words in English: to compare by, to sort by, and where everybody reads English. */
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
