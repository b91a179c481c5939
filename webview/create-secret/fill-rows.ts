import { t } from '../common/words-model.ts';
import { parseFields } from './paste-model.ts';
import { nameIdOf, placeFields, valueIdOf, withId, type FieldRow } from './state-model.ts';
import type { FormStore } from './store.ts';
import { noteRemark } from './value-actions.ts';
import { readValue, writeValue } from '../common/value-inputs.ts';

/** Puts the fields of `text` into rows; false if it holds none, and then nothing has changed. */
export function fillRows(store: FormStore, text: string): boolean {
  const { fields } = parseFields(text);
  if (!fields) return false;
  const names = fields.map(([name]) => name);
  const { state, rows } = placeFields(store.state, names, isBlank);
  store.typed(state);
  fields.forEach(([, value], index) => fillRow(store, rows[index], value));
  writeValue('paste-text', '');
  const status = t('Filled: {0}.', names.join(', '));
  store.change({ pasting: false, pasteProblem: '', status });
  focusRow(rows[0]);
  return true;
}

/** Turns the input into one that holds several lines, and puts the value there. */
export function keepLines(store: FormStore, inputId: string, value: string): void {
  const { state } = store;
  store.typed({ ...state, multiline: withId(state.multiline, inputId, true) }, inputId);
  writeValue(inputId, value);
  store.change({ status: t('{0} lines pasted; all are kept.', value.split('\n').length) });
}

export function isBlank(row: FieldRow): boolean {
  return row.name === '' && readValue(valueIdOf(row)) === '';
}

export function focusRow(row: FieldRow | undefined): void {
  if (row) document.getElementById(nameIdOf(row))?.focus();
}

function fillRow(store: FormStore, row: FieldRow | undefined, value: string): void {
  if (!row) return;
  const inputId = valueIdOf(row);
  if (value.includes('\n')) keepLines(store, inputId, value);
  else writeValue(inputId, value);
  noteRemark(store, inputId);
}
