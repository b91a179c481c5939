import { localDays, localHours, localTimes } from '../../contracts/local-time.ts';
import { t } from './words.ts';

/** `1 grant`, `2 grants`; an empty string for zero. */
export function grantsText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? t('1 grant') : t('{0} grants', count);
}

export function revokesText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? t('1 revoke') : t('{0} revokes', count);
}

export function accessWord(granted: boolean): string {
  return granted ? t('granted') : t('not granted');
}

/** Formats times in the page's language. */
export const localTime = localTimes(languageOfPage());
export const localHour = localHours(languageOfPage());
export const localDay = localDays(languageOfPage());

/** When a grant expires; an empty string if it does not expire. */
export function untilText(until: string | undefined): string {
  return until === undefined ? '' : t('until {0}', localTime(until));
}

function languageOfPage(): string {
  const language = typeof document === 'undefined' ? '' : document.documentElement.lang;
  return language || 'en';
}
