import type { SecretsView } from '../../contracts/secrets-messages.ts';
import { t } from '../common/words.ts';
import type { KnownUse } from './shown.ts';

/** The basis of the list, and any unknown parts; an empty string if there is nothing to add. */
export function remark(show: SecretsView['show'], { code }: KnownUse): string {
  if (show === 'unread' || show === 'stale') return t('Reads by agents appear after a minute at most.');
  if (show !== 'unused') return '';
  return code?.complete
    ? t('No code in this workspace reads these secrets by name. Other code may use them.')
    : t('The code is still being analyzed.');
}
