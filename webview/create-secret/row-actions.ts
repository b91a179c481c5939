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
      const mayBeFields = text.trimEnd().includes('\n') || text.trimStart().startsWith('{');
      if (mayBeFields && isBlank(row) && fillRows(store, values, text)) event.preventDefault();
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
      writeValue('paste-text', '');
      store.change({ pasting: false, pasteProblem: '' });
      focusOn('open-paste');
    },
    fillFromPaste: () => {
      const text = readValue('paste-text');
      if (fillRows(store, values, text)) return;
      store.change({ pasteProblem: parseFields(text).problem ?? '' });
      focusOn('paste-text');
    },
    pasteIntoBox: (event) => {
      const text = pastedText(event);
      if (readValue('paste-text') === '' && fillRows(store, values, text)) event.preventDefault();
      else store.change({ pasteProblem: parseFields(text).problem ?? '' });
    },
  };
}

/** Fills rows with the fields in `text`. Returns false and changes nothing if it contains none. */
function fillRows(store: FormStore, values: ValueControls, text: string): boolean {
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
  const status = t('Fields filled: {0}.', names.join(', '));
  store.change({ pasting: false, pasteProblem: '', status });
  focusRow(rows[0]);
  return true;
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
