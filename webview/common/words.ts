import { isTextRecord } from '../../contracts/guards.ts';
import { createTranslate } from '../../contracts/words.ts';

/**
 * Translates into the user's language, which the host wrote into the page. Messages must be literals so that
 * they can be extracted for translation.
 */
export const t = createTranslate(wordsOfPage());

/** The host writes the translations before any script runs; without a page, there are none. */
function wordsOfPage(): Readonly<Record<string, string>> {
  const page = typeof document === 'undefined' ? undefined : document.getElementById('app');
  const words: unknown = JSON.parse(page?.dataset['words'] ?? '{}');
  return isTextRecord(words) ? words : {};
}
