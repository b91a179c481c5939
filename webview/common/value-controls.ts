import { type GenerateOptions, generateValue, usualOptions } from './generate.ts';
import { clearValues, insertText, pastedText, readValue, writeValue } from './value-inputs.ts';
import { valueRemark } from './value-problems.ts';
import { t } from './words.ts';

export interface FormOfValues {
  /** Called when the user has changed the value of this input, so messages about it are outdated. */
  readonly typed: (inputId: string) => void;
  /** Renders the form again. `status` is for screen readers; without it, the status does not change. */
  readonly draw: (status?: string) => void;
}

/** Differs from every length, so that the value counts as lost until the user enters another one. */
const lostLength = -1;

/** Controls for value inputs: show, hide, generate, and preserve pasted line breaks. Holds no value. */
export class ValueControls {
  readonly #form: FormOfValues;
  #revealed: ReadonlySet<string> = new Set();
  #multiline: ReadonlySet<string> = new Set();
  #remarks: ReadonlyMap<string, string> = new Map();
  /** How the values that were generated, and not changed since, were generated. */
  readonly #generated = new Map<string, GenerateOptions>();
  #options = usualOptions;
  /** The length of each value after the user's last change. */
  readonly #lengths = new Map<string, number>();

  constructor(form: FormOfValues) {
    this.#form = form;
  }

  isRevealed(inputId: string): boolean {
    return this.#revealed.has(inputId);
  }

  hasLines(inputId: string): boolean {
    return this.#multiline.has(inputId);
  }

  /** A remark about a value that was probably pasted by mistake. */
  remarkOn(inputId: string): string | undefined {
    return this.#remarks.get(inputId);
  }

  /** The options of a generated value that has not been changed since. */
  generatedWith(inputId: string): GenerateOptions | undefined {
    return this.#generated.get(inputId);
  }

  /** Hides all values, because a value is no longer shown once it has been sent. */
  hideAll(): void {
    this.#revealed = new Set();
  }

  /**
   * Inputs that no longer contain what the user entered, with instructions: sending the form would lose the
   * values.
   */
  losses(inputIds: readonly string[]): ReadonlyMap<string, string> {
    const lost = inputIds.filter((id) => readValue(id).length !== (this.#lengths.get(id) ?? 0));
    return new Map(lost.map((id) => [id, t('The field lost the value that you entered. Enter it again.')]));
  }

  /** The inputs contained values before the form was restored, which never includes values. */
  lose(inputIds: readonly string[]): void {
    for (const id of inputIds) this.#lengths.set(id, lostLength);
  }

  /** Clears a value that is no longer needed because its input is about to be removed. */
  drop(inputId: string): void {
    writeValue(inputId, '');
    this.#lengths.delete(inputId);
    this.#generated.delete(inputId);
  }

  clear(): void {
    clearValues();
    this.#lengths.clear();
    this.#generated.clear();
    this.#multiline = new Set();
    this.#remarks = new Map();
  }

  readonly valueTyped = (inputId: string): void => {
    this.#lengths.set(inputId, readValue(inputId).length);
    this.#generated.delete(inputId);
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

  /** The next generated value in this form uses the same options. */
  readonly generate = (inputId: string, options: GenerateOptions = this.#options): void => {
    this.#options = options;
    this.put(
      inputId,
      generateValue(options, (count) => crypto.getRandomValues(new Uint8Array(count))),
    );
    this.#generated.set(inputId, options);
    this.#form.draw(t('The field now holds a random value of {0} characters, hidden.', options.length));
  };

  /** The clipboard is not cleared later, because it may contain something else by then. */
  readonly copy = (inputId: string): void => {
    const copied = t('Copied. The clipboard keeps the value until you copy something else.');
    const failed = t('The value could not be copied. Show it, select it and copy it.');
    void navigator.clipboard.writeText(readValue(inputId)).then(
      () => this.#note(inputId, copied),
      () => this.#note(inputId, failed),
    );
  };

  /** Preserves the line breaks of a pasted private key, which a single-line input would drop. */
  readonly pasteIntoValue = (event: ClipboardEvent, inputId: string): void => {
    const text = pastedText(event);
    if (!text.trimEnd().includes('\n')) return;
    event.preventDefault();
    this.#makeMultiline(inputId);
    insertText(inputId, text.replaceAll(/\r\n?/g, '\n'));
    this.valueTyped(inputId);
    this.#form.draw(t('{0} lines pasted; all are kept.', readValue(inputId).trimEnd().split('\n').length));
  };

  /** Sets an input's value as if the user had typed it and left the input. */
  put(inputId: string, value: string): void {
    this.#write(inputId, value);
    this.#noteRemark(inputId);
  }

  #note(inputId: string, remark: string): void {
    this.#remarks = new Map([...this.#remarks, [inputId, remark]]);
    this.#form.draw(remark);
  }

  #write(inputId: string, value: string): void {
    this.#generated.delete(inputId);
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
