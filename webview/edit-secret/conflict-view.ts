import { conflictTable } from '../common/conflict-table.ts';
import type { Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import type { EditForm } from './form.ts';

/** Both sides of a conflict, for each part. */
export function secretConflict({ conflict }: EditForm): Part {
  return conflictTable({
    help: t('What you typed is kept. Check the last column, then save again.'),
    caption: t('The secret before, now, and after your save'),
    headings: [t('Part')],
    lines: conflict.map(({ part, before, now, afterSave }) => ({
      cells: [part],
      before: shown(before),
      now: shown(now),
      afterSave: shown(afterSave),
    })),
  });
}

function shown(text: string): string {
  return text === '' ? t('(empty)') : text;
}
