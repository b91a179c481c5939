import { focusOn } from '../common/parts.ts';
import type { ValueControls } from '../common/value-controls.ts';
import { pastedText, readValue, writeValue } from '../common/value-inputs.ts';
import { t } from '../common/words.ts';
import {
  appendRows,
  type CreateActions,
  type FieldRow,
  nameIdOf,
  placeFields,
  removeRow,
  renameRow,
  valueIdOf,
} from './state.ts';
import { parseFields } from './paste.ts';
import type { FormStore } from './store.ts';

type RowActions = Pick<
  CreateActions,
  | 'addRow'
  | 'removeRow'
  | 'renameRow'
  | 'pasteIntoRow'
  | 'pasteIntoName'
  | 'openPaste'
  | 'closePaste'
  | 'fillFromPaste'
  | 'pasteIntoBox'
>;

export function rowActions(store: FormStore, values: ValueControls): RowActions {
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
    pasteIntoRow: (event, row) => {
      const text = pastedText(event);
      if (isBlank(row) && isMostlyFields(text) && fillRows(store, values, text)) event.preventDefault();
      else values.pasteIntoValue(event, valueIdOf(row));
    },
    pasteIntoName: (event) => {
      const text = pastedText(event);
      if (looksLikeFields(text) && fillRows(store, values, text)) event.preventDefault();
    },
    openPaste: () => {
      store.change({ pasting: true });
      focusOn('paste-text');
    },
    closePaste: () => {
      clearBox(store, values);
      focusOn('open-paste');
    },
    fillFromPaste: () => {
      const text = readValue('paste-text');
      if (!fillRows(store, values, text)) complain(store, text);
    },
    pasteIntoBox: (event) => {
      const text = pastedText(event);
      if (fillRows(store, values, text)) return event.preventDefault();
      store.change({ pasteProblems: problemsIn(text) });
    },
  };
}

/**
 * Fills rows with the fields in `text`. If parts of it cannot be read, the text stays in the box for pasting,
 * where the user can fix it. Returns false and changes nothing if it contains no fields.
 */
function fillRows(store: FormStore, values: ValueControls, text: string): boolean {
  const { fields, skipped } = parseFields(text);
  if (!fields) return false;
  const names = fields.map(([name]) => name);
  const isUpdated = (name: string): boolean => store.state.rows.some((row) => row.name === name);
  const [updated, added] = [names.filter(isUpdated), names.filter((name) => !isUpdated(name))];
  const { state, rows } = placeFields(store.state, names, isBlank);
  store.typed(state);
  fields.forEach(([, value], index) => {
    const row = rows[index];
    if (row) values.put(valueIdOf(row), value);
  });
  const pasteNote = [
    ...(added.length > 0 ? [t('Fields filled: {0}.', added.join(', '))] : []),
    ...(updated.length > 0 ? [t('Fields updated: {0}.', updated.join(', '))] : []),
  ].join(' ');
  if (skipped.length === 0) clearBox(store, values);
  else {
    store.change({ pasting: true, pasteProblems: skipped });
    writeValue('paste-text', text);
  }
  store.change({ pasteNote, status: pasteNote });
  if (skipped.length === 0) focusRow(rows[0]);
  else focusOn('paste-text');
  return true;
}

function clearBox(store: FormStore, values: ValueControls): void {
  writeValue('paste-text', '');
  values.reveal('paste-text', false);
  store.change({ pasting: false, pasteProblems: [] });
}

function complain(store: FormStore, text: string): void {
  store.change({ pasteProblems: problemsIn(text) });
  focusOn('paste-text');
}

function problemsIn(text: string): readonly string[] {
  const { problem, skipped = [] } = parseFields(text);
  return problem === undefined ? skipped : [problem];
}

/** A value may have several lines too, so text with more problems than fields is a value. */
function isMostlyFields(text: string): boolean {
  if (!text.trimEnd().includes('\n') && !text.trimStart().startsWith('{')) return false;
  const { fields = [], skipped = [] } = parseFields(text);
  return fields.length > skipped.length;
}

function isBlank(row: FieldRow): boolean {
  return row.name === '' && readValue(valueIdOf(row)) === '';
}

function focusRow(row: FieldRow | undefined): void {
  focusOn(row && nameIdOf(row));
}

/** A single word is a field name. Only these formats are certain to represent complete fields. */
function looksLikeFields(text: string): boolean {
  return /^\s*\{/.test(text) || /^\s*(?:#|(?:export\s+)?[A-Za-z_][\w.-]*\s*=)/.test(text);
}
