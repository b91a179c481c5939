import { html } from 'lit';
import { accessWord } from '../common/change-words.ts';
import { conflictTable } from '../common/conflict-table.ts';
import type { Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import type { MatrixForm } from './form.ts';
import { matrixConflict } from './preview.ts';

/** Both sides of a conflict, for each cell. */
export function matrixConflictTable({ matrix }: MatrixForm): Part {
  return conflictTable({
    help: t('Your selection is kept. Check the last column, then save again.'),
    caption: t('Access before, now, and after your save'),
    headings: [t('Secret'), t('Agent')],
    lines: matrixConflict(matrix).map(({ cell, agentName, before, now, afterSave }) => ({
      cells: [html`<code>${cell.name}</code>`, agentName],
      before: accessWord(before),
      now: accessWord(now),
      afterSave: accessWord(afterSave),
    })),
    scrolls: true,
  });
}
