import { nothing } from 'lit';
import { accessWord } from '../common/change-words.ts';
import { conflictTable } from '../common/conflict-table.ts';
import type { Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { conflictRows, type AccessState } from './access.ts';

/** Both sides of a conflict, for each agent. */
export function accessConflict(access: AccessState): Part {
  if (!access.grantedBefore) return nothing;
  return conflictTable({
    help: t('Your selection is kept. Check the last column, then save again.'),
    caption: t('Access before, now, and after your save'),
    headings: [t('Agent')],
    lines: conflictRows(access).map(({ agent, before, now, afterSave }) => ({
      cells: [agent.agentName],
      before: accessWord(before),
      now: accessWord(now),
      afterSave: accessWord(afterSave),
    })),
  });
}
