import type { HistoryFilter } from '../../contracts/history-messages.ts';
import { t } from '../common/words.ts';

export function filterTexts(): Readonly<Record<HistoryFilter, string>> {
  return {
    activity: t('Changes and reads'),
    changes: t('Changes'),
    reads: t('Reads by agents'),
    refused: t('Denied or failed'),
    all: t('Everything, with views'),
  };
}
