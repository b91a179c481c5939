import { focusRow } from './fill-rows.ts';
import type { CreateActions } from './form.ts';
import { appendRows, nameIdOf, removeRow, renameRow, valueIdOf } from './state.ts';
import type { FormStore } from './store.ts';
import { t } from '../common/words.ts';
import type { ValueControls } from '../common/value-controls.ts';

export function rowActions(
  store: FormStore,
  values: ValueControls,
): Pick<CreateActions, 'addRow' | 'removeRow' | 'renameRow'> {
  return {
    addRow: () => {
      store.typed(appendRows(store.state, ['']));
      focusRow(store.state.rows.at(-1));
    },
    removeRow: (row) => {
      const index = store.state.rows.findIndex(({ key }) => key === row.key);
      values.drop(valueIdOf(row));
      store.typed(removeRow(store.state, row.key));
      store.change({ status: t('Field removed.') });
      focusRow(store.state.rows[index] ?? store.state.rows.at(-1));
    },
    renameRow: (row, name) => store.typed(renameRow(store.state, row.key, name), nameIdOf(row)),
  };
}
