import { focusRow } from './fill-rows.ts';
import type { CreateActions } from './form.ts';
import { appendRows, nameIdOf, removeRow, renameRow, valueIdOf } from './state-model.ts';
import type { FormStore } from './store.ts';
import { t } from '../common/words-model.ts';
import { writeValue } from '../common/value-inputs.ts';

export function rowActions(store: FormStore): Pick<CreateActions, 'addRow' | 'removeRow' | 'renameRow'> {
  return {
    addRow: () => {
      store.typed(appendRows(store.state, ['']));
      focusRow(store.state.rows.at(-1));
    },
    removeRow: (row) => {
      const index = store.state.rows.findIndex(({ key }) => key === row.key);
      writeValue(valueIdOf(row), '');
      store.typed(removeRow(store.state, row.key));
      store.change({ status: t('Field removed.') });
      focusRow(store.state.rows[index] ?? store.state.rows.at(-1));
    },
    renameRow: (row, name) => store.typed(renameRow(store.state, row.key, name), nameIdOf(row)),
  };
}
