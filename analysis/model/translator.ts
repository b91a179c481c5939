import { localTimes, type TellTime } from '../../contracts/local-time.ts';
import { relativeAges, type TellAge } from '../../contracts/relative-age.ts';
import { filled, type Hole, type Holes, type Sentence } from '../../contracts/words.ts';

export { inEnglish, sentence, type Sentence } from '../../contracts/words.ts';

/** English texts mapped to their translation. */
type Words = Readonly<Record<string, string>>;

/**
 * Translates an English text with `{named}` placeholders. Texts must be literals, so that they can be
 * extracted.
 */
export type Say = (text: string, holes?: Holes) => string;

export interface Speech {
  readonly say: Say;
  readonly tellAge: TellAge;
  readonly tellTime: TellTime;
}

/** Texts without an entry in `words` stay English. */
export function createSpeech(language = 'en', words: Words = {}): Speech {
  const translate = (text: string): string => (Object.hasOwn(words, text) ? (words[text] ?? text) : text);
  return {
    say: (text, holes = {}) => filled({ text, holes }, translate),
    tellAge: relativeAges(language),
    tellTime: localTimes(language),
  };
}

/** The same sentence with `change` applied to the values of its placeholders. */
export function withTexts({ text, holes }: Sentence, change: (text: string) => string): Sentence {
  const changed = (hole: Hole): Hole => {
    if (typeof hole === 'string') return change(hole);
    return typeof hole === 'object' ? withTexts(hole, change) : hole;
  };
  const entries = Object.entries(holes).map(([name, hole]): [string, Hole] => [name, changed(hole)]);
  return { text, holes: Object.fromEntries(entries) };
}
