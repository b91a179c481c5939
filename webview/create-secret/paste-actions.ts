import { fillRows, isBlank } from './fill-rows.ts';
import type { CreateActions } from './form.ts';
import { parseFields } from './paste.ts';
import type { FormStore } from './store.ts';
import { valueIdOf } from './state.ts';
import type { ValueControls } from '../common/value-controls.ts';
import { pastedText, readValue, writeValue } from '../common/value-inputs.ts';

type PasteActions = Pick<
  CreateActions,
  'pasteIntoRow' | 'pasteIntoName' | 'openPaste' | 'closePaste' | 'fillFromPaste' | 'pasteIntoBox'
>;

export function pasteActions(store: FormStore, values: ValueControls): PasteActions {
  return {
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
      focusBox();
    },
    closePaste: () => {
      writeValue('paste-text', '');
      store.change({ pasting: false, pasteProblem: '' });
      document.getElementById('open-paste')?.focus();
    },
    fillFromPaste: () => {
      const text = readValue('paste-text');
      if (fillRows(store, values, text)) return;
      store.change({ pasteProblem: parseFields(text).problem ?? '' });
      focusBox();
    },
    pasteIntoBox: (event) => {
      const text = pastedText(event);
      if (readValue('paste-text') === '' && fillRows(store, values, text)) event.preventDefault();
      else store.change({ pasteProblem: parseFields(text).problem ?? '' });
    },
  };
}

/** A single word is a field's name; only these formats are certainly meant as whole fields. */
function looksLikeFields(text: string): boolean {
  return /^\s*\{/.test(text) || /^\s*(?:#|(?:export\s+)?[A-Za-z_][\w.-]*\s*=)/.test(text);
}

function focusBox(): void {
  document.getElementById('paste-text')?.focus();
}
