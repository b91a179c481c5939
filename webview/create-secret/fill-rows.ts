import type { ValueControls } from '../common/value-controls.ts';
import { readValue, writeValue } from '../common/value-inputs.ts';
import { t } from '../common/words.ts';
import { parseFields } from './paste.ts';
import { nameIdOf, placeFields, valueIdOf, type FieldRow } from './state.ts';
import type { FormStore } from './store.ts';

/** Puts the fields of `text` into rows; false, without a change, if it contains none. */
export function fillRows(store: FormStore, values: ValueControls, text: string): boolean {
  const { fields } = parseFields(text);
  if (!fields) return false;
  const names = fields.map(([name]) => name);
  const { state, rows } = placeFields(store.state, names, isBlank);
  store.typed(state);
  fields.forEach(([, value], index) => {
    const row = rows[index];
    if (row) values.put(valueIdOf(row), value);
  });
  writeValue('paste-text', '');
  const status = t('Filled: {0}.', names.join(', '));
  store.change({ pasting: false, pasteProblem: '', status });
  focusRow(rows[0]);
  return true;
}

export function isBlank(row: FieldRow): boolean {
  return row.name === '' && readValue(valueIdOf(row)) === '';
}

export function focusRow(row: FieldRow | undefined): void {
  if (row) document.getElementById(nameIdOf(row))?.focus();
}
