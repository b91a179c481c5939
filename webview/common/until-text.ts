import { localTimes } from '../../contracts/local-time.ts';
import { t } from './words.ts';

/** In the language of the page. */
export const tellTime = localTimes(languageOfPage());

/** When a grant expires; empty if it does not. */
export function untilText(until: string | undefined): string {
  return until === undefined ? '' : t('until {0}', tellTime(until));
}

function languageOfPage(): string {
  const language = typeof document === 'undefined' ? '' : document.documentElement.lang;
  return language || 'en';
}
