import { generatedLength, generateValue } from './generate-model.ts';
import { readValue, textAfterPaste, writeValue } from './value-inputs.ts';
import type { ValueActions, ValueMarks } from './value-box.ts';
import { valueRemark } from './value-remark-model.ts';
import { t } from './words-model.ts';

/** What a form does with its value inputs: show, hide, generate, keep the lines of a paste. Holds no value. */
export class ValueControls implements ValueActions {
  readonly #changed: (status: string) => void;
  #marks: ValueMarks = { revealed: new Set(), multiline: new Set() };
  #remarks: ReadonlyMap<string, string> = new Map();

  /** `changed` draws the form anew; a status is for screen readers. */
  constructor(changed: (status: string) => void) {
    this.#changed = changed;
  }

  get marks(): ValueMarks {
    return this.#marks;
  }

  /** Remarks about values that are probably slips of the clipboard, by input. */
  get remarks(): ReadonlyMap<string, string> {
    return this.#remarks;
  }

  /** Once a value has been sent, it is not shown any more. */
  hideAll(): void {
    this.#marks = { ...this.#marks, revealed: new Set() };
  }

  readonly valueTyped = (): void => this.#changed('');

  readonly valueLeft = (inputId: string): void => {
    const remark = valueRemark(readValue(inputId));
    this.#remarks = new Map([...this.#remarks].filter(([id]) => id !== inputId));
    if (remark !== undefined) this.#remarks = new Map([...this.#remarks, [inputId, remark]]);
    this.#changed('');
  };

  readonly reveal = (inputId: string, shown: boolean): void => {
    const revealed = new Set(this.#marks.revealed);
    if (shown) revealed.add(inputId);
    else revealed.delete(inputId);
    this.#marks = { ...this.#marks, revealed };
    this.#changed('');
  };

  readonly generate = (inputId: string): void => {
    writeValue(
      inputId,
      generateValue((count) => crypto.getRandomValues(new Uint8Array(count))),
    );
    this.valueLeft(inputId);
    this.#changed(t('A random value of {0} characters is in the field, hidden.', generatedLength));
  };

  /** A line input would drop the line breaks of a private key. */
  readonly pasteIntoValue = (event: ClipboardEvent, inputId: string): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!text.trimEnd().includes('\n')) return;
    event.preventDefault();
    const value = textAfterPaste(inputId, text.replaceAll(/\r\n?/g, '\n'));
    this.#marks = { ...this.#marks, multiline: new Set([...this.#marks.multiline, inputId]) };
    this.#changed('');
    writeValue(inputId, value);
    document.getElementById(inputId)?.focus();
    this.#changed(t('{0} lines pasted; all are kept.', value.split('\n').length));
  };
}
