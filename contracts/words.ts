/** A placeholder's value; sentences are translated too. */
export type Hole = string | number | Sentence;
export type Holes = Readonly<Record<string, Hole>>;

/** A user-facing message in any language: an English text with `{named}` placeholders. */
export interface Sentence {
  readonly text: string;
  readonly holes: Holes;
}

/** Translates a sentence into the user's language. */
export type TranslateSentence = (sentence: Sentence) => string;

/**
 * A message that is translated later. Texts must be literals, so that they can be extracted for translation.
 */
export function sentence(text: string, holes: Holes = {}): Sentence {
  return { text, holes };
}

/** The sentence in English: for comparing and sorting, and for readers who all use English. */
export function inEnglish(said: string | Sentence): string {
  return typeof said === 'string' ? said : filled(said, (text) => text);
}

/** The text with its placeholders filled in; `translate` translates the text and the values. */
export function filled({ text, holes }: Sentence, translate: (text: string) => string): string {
  return translate(text).replaceAll(/\{(\w+)\}/g, (written, name: string) => {
    const hole = Object.hasOwn(holes, name) ? holes[name] : undefined;
    return typeof hole === 'object' ? filled(hole, translate) : String(hole ?? written);
  });
}
