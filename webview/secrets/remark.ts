import { t } from '../common/words.ts';
import type { KnownUse, SecretsView } from './shown.ts';

/** What the list is based on, and what is not known; an empty string if there is nothing to add. */
export function remark(show: SecretsView['show'], { code, reads }: KnownUse): string {
  if (show === 'unused')
    return code?.complete
      ? t('No code in this workspace reads these secrets by name. Other code may use them.')
      : t('The code is still being analyzed.');
  if (show !== 'unread') return '';
  if (!reads) return t('Searching the audit log…');
  return reads.complete
    ? t('The audit log contains no read of these secrets.')
    : t('The newest {0} reads in the audit log contain none of these secrets.', reads.searched);
}
