import { type FormatTime, localTimes } from '../../contracts/local-time.ts';
import { type FormatAge, relativeAges } from '../../contracts/relative-age.ts';
import { createTranslate, type Translate } from '../../contracts/words.ts';

/** The user's language and how values are formatted in it. */
export interface UserLanguage {
  readonly translate: Translate;
  readonly formatAge: FormatAge;
  readonly formatTime: FormatTime;
}

/** Strings without an entry in `words` stay in English. */
export function createUserLanguage(
  language = 'en',
  words: Readonly<Record<string, string>> = {},
): UserLanguage {
  return {
    translate: createTranslate(words),
    formatAge: relativeAges(language),
    formatTime: localTimes(language),
  };
}
