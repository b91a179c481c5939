import { fillRows, isBlank, keepLines } from './fill-rows.ts';
import type { CreateActions } from './form.ts';
import { parseFields } from './paste-model.ts';
import type { FormStore } from './store.ts';
import { readValue, textAfterPaste, writeValue } from '../common/value-inputs.ts';

type PasteActions = Pick<
  CreateActions,
  'pasteIntoValue' | 'pasteIntoName' | 'openPaste' | 'closePaste' | 'fillFromPaste' | 'pasteIntoBox'
>;

export function pasteActions(store: FormStore): PasteActions {
  return {
    pasteIntoValue: (event, inputId, row) => {
      const text = clipboardText(event);
      if (!text.trimEnd().includes('\n') && !(row && text.trimStart().startsWith('{'))) return;
      if (row && isBlank(row) && fillRows(store, text)) return event.preventDefault();
      if (text.trimEnd().includes('\n')) pasteLines(store, event, inputId, text);
    },
    pasteIntoName: (event) => {
      const text = clipboardText(event);
      if (looksLikeFields(text) && fillRows(store, text)) event.preventDefault();
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
      if (fillRows(store, text)) return;
      store.change({ pasteProblem: parseFields(text).problem ?? '' });
      focusBox();
    },
    pasteIntoBox: (event) => {
      const text = clipboardText(event);
      if (readValue('paste-text') === '' && fillRows(store, text)) event.preventDefault();
      else store.change({ pasteProblem: parseFields(text).problem ?? '' });
    },
  };
}

function pasteLines(store: FormStore, event: ClipboardEvent, inputId: string, text: string): void {
  event.preventDefault();
  keepLines(store, inputId, textAfterPaste(inputId, text.replaceAll(/\r\n?/g, '\n')));
  document.getElementById(inputId)?.focus();
}

/** One plain word is a field's name; only these shapes are surely meant as whole fields. */
function looksLikeFields(text: string): boolean {
  return /^\s*\{/.test(text) || /^\s*(?:#|(?:export\s+)?[A-Za-z_][\w.-]*\s*=)/.test(text);
}

function clipboardText({ clipboardData }: ClipboardEvent): string {
  return clipboardData?.getData('text/plain') ?? '';
}

function focusBox(): void {
  document.getElementById('paste-text')?.focus();
}
