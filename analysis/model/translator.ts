import { localTimes, type TellTime } from '../../contracts/local-time.ts';
import { relativeAges, type TellAge } from '../../contracts/relative-age.ts';
import { filled, type Hole, type Holes, type Sentence } from '../../contracts/words.ts';

export { inEnglish, sentence, type Sentence } from '../../contracts/words.ts';

/** English texts and what they are in another language. */
type Words = Readonly<Record<string, string>>;

/** Says an English text with `{named}` holes in the person's language. Texts are literals, for translators. */
export type Say = (text: string, holes?: Holes) => string;

/** How somebody is spoken to. */
export interface Speech {
  readonly say: Say;
  readonly tellAge: TellAge;
  readonly tellTime: TellTime;
}

/** A text that is not among `words` stays English. */
export function createSpeech(language = 'en', words: Words = {}): Speech {
  const translate = (text: string): string => (Object.hasOwn(words, text) ? (words[text] ?? text) : text);
  return {
    say: (text, holes = {}) => filled({ text, holes }, translate),
    tellAge: relativeAges(language),
    tellTime: localTimes(language),
  };
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
