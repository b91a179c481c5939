import { t } from './words.ts';

/** `1 grant`, `2 grants`; empty for none. */
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
