import { generatedLength, generateValue } from './generate.ts';
import { clearValues, insertText, pastedText, readValue, writeValue } from './value-inputs.ts';
import { valueRemark } from './value-remark.ts';
import { t } from './words.ts';

/** The form that the inputs stand in. */
export interface FormOfValues {
  /** A person changed the value of this input: what was said about it is out of date. */
  readonly typed: (inputId: string) => void;
  /** Draws the form again. A status is for screen readers; without one it stays as it is. */
  readonly draw: (status?: string) => void;
}

/** What a form does with its value inputs: show, hide, generate, keep the lines of a paste. Holds no value. */
export class ValueControls {
  readonly #form: FormOfValues;
  #revealed: ReadonlySet<string> = new Set();
  #multiline: ReadonlySet<string> = new Set();
  #remarks: ReadonlyMap<string, string> = new Map();
  /** How long each value was when a person last changed it. */
  readonly #lengths = new Map<string, number>();

  constructor(form: FormOfValues) {
    this.#form = form;
  }

  isRevealed(inputId: string): boolean {
    return this.#revealed.has(inputId);
  }

  /** Whether the input takes several lines. */
  hasLines(inputId: string): boolean {
    return this.#multiline.has(inputId);
  }

  /** About a value that is probably a slip of the clipboard. */
  remarkOn(inputId: string): string | undefined {
    return this.#remarks.get(inputId);
  }

  /** Once a value has been sent, it is not shown any more. */
  hideAll(): void {
    this.#revealed = new Set();
  }

  /** Those of the inputs that no longer hold what a person entered, with what to do: sending them would lose it. */
  losses(inputIds: readonly string[]): ReadonlyMap<string, string> {
    const lost = inputIds.filter((id) => readValue(id).length !== (this.#lengths.get(id) ?? 0));
    return new Map(lost.map((id) => [id, t('The field lost the value that you entered. Enter it again.')]));
  }

  /** The value is not wanted any more; its input is about to go. */
  drop(inputId: string): void {
    writeValue(inputId, '');
    this.#lengths.delete(inputId);
  }

  /** Every value has been sent. */
  clear(): void {
    clearValues();
    this.#lengths.clear();
    this.#multiline = new Set();
    this.#remarks = new Map();
  }

  readonly valueTyped = (inputId: string): void => {
    this.#lengths.set(inputId, readValue(inputId).length);
    this.#form.typed(inputId);
  };

  readonly valueLeft = (inputId: string): void => {
    this.#noteRemark(inputId);
    this.#form.draw();
  };

  readonly reveal = (inputId: string, shown: boolean): void => {
    const revealed = new Set(this.#revealed);
    if (shown) revealed.add(inputId);
    else revealed.delete(inputId);
    this.#revealed = revealed;
    this.#form.draw();
  };

  readonly generate = (inputId: string): void => {
    this.put(
      inputId,
      generateValue((count) => crypto.getRandomValues(new Uint8Array(count))),
    );
    this.#form.draw(t('The field now holds a random value of {0} characters, hidden.', generatedLength));
  };

  /** A line input would drop the line breaks of a private key. */
  readonly pasteIntoValue = (event: ClipboardEvent, inputId: string): void => {
    const text = pastedText(event);
    if (!text.trimEnd().includes('\n')) return;
    event.preventDefault();
    this.#makeMultiline(inputId);
    insertText(inputId, text.replaceAll(/\r\n?/g, '\n'));
    this.valueTyped(inputId);
    this.#form.draw(t('{0} lines pasted; all are kept.', readValue(inputId).split('\n').length));
  };

  /** Puts a value into its input, as if a person had typed and left it. */
  put(inputId: string, value: string): void {
    this.#write(inputId, value);
    this.#noteRemark(inputId);
  }

  #write(inputId: string, value: string): void {
    if (value.includes('\n')) this.#makeMultiline(inputId);
    writeValue(inputId, value);
    this.#lengths.set(inputId, value.length);
    this.#form.typed(inputId);
  }

  #makeMultiline(inputId: string): void {
    this.#multiline = new Set([...this.#multiline, inputId]);
    this.#form.draw();
  }

  #noteRemark(inputId: string): void {
    const remark = valueRemark(readValue(inputId));
    const others = [...this.#remarks].filter(([id]) => id !== inputId);
    this.#remarks = new Map(remark === undefined ? others : [...others, [inputId, remark]]);
  }
}
