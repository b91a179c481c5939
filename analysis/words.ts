import { relativeAges, type TellAge } from '../contracts/relative-age.ts';

/** What fills the holes of a text; a sentence in one of them is said in the same language. */
type Hole = string | number | Sentence;
type Holes = Readonly<Record<string, Hole>>;

/** Something to be said to a person, in whichever language: an English text with `{named}` holes. */
export interface Sentence {
  readonly text: string;
  readonly holes: Holes;
}

/** English texts and what they are in another language. */
type Words = Readonly<Record<string, string>>;

/** Says an English text with `{named}` holes in the person's language. Texts are literals, for translators. */
export type Say = (text: string, holes?: Holes) => string;

/** How somebody is spoken to. */
export interface Speech {
  readonly say: Say;
  readonly tellAge: TellAge;
}

/** A text that is not among `words` stays English. */
export function createSpeech(language = 'en', words: Words = {}): Speech {
  return { say: (text, holes = {}) => filled(text, holes, words), tellAge: relativeAges(language) };
}

/** For what is found before anybody asks: no language is known then. */
export function sentence(text: string, holes: Holes = {}): Sentence {
  return { text, holes };
}

/** To compare by, and to sort by. */
export function inEnglish(said: string | Sentence): string {
  return typeof said === 'string' ? said : filled(said.text, said.holes, {});
}

/** The same with what fills its holes as `change` says. */
export function withTexts({ text, holes }: Sentence, change: (text: string) => string): Sentence {
  const changed = (hole: Hole): Hole => {
    if (typeof hole === 'string') return change(hole);
    return typeof hole === 'object' ? withTexts(hole, change) : hole;
  };
  const entries = Object.entries(holes).map(([name, hole]): [string, Hole] => [name, changed(hole)]);
  return { text, holes: Object.fromEntries(entries) };
}

function filled(text: string, holes: Holes, words: Words): string {
  const said = Object.hasOwn(words, text) ? (words[text] ?? text) : text;
  return said.replaceAll(/\{(\w+)\}/g, (written, name: string) => {
    const hole = Object.hasOwn(holes, name) ? holes[name] : undefined;
    return typeof hole === 'object' ? filled(hole.text, hole.holes, words) : String(hole ?? written);
  });
}
