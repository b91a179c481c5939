import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { iconButton } from './parts.ts';
import { t } from './words-model.ts';

/** Which value inputs show their text, and which hold several lines. Never a value. */
export interface ValueMarks {
  readonly revealed: ReadonlySet<string>;
  readonly multiline: ReadonlySet<string>;
}

export interface ValueActions {
  readonly valueTyped: (inputId: string) => void;
  readonly valueLeft: (inputId: string) => void;
  readonly pasteIntoValue: (event: ClipboardEvent, inputId: string) => void;
  readonly reveal: (inputId: string, shown: boolean) => void;
}

export interface ValueBox {
  readonly id: string;
  readonly marks: ValueMarks;
  readonly actions: ValueActions;
  /** The field that the value belongs to; absent for the one value of a secret, which has a label. */
  readonly field?: string;
  readonly placeholder?: string;
  readonly required: boolean;
  readonly invalid: boolean;
  /** Id of what describes the input: its problem or a remark. */
  readonly describedBy: string;
}

/** The input and its eye. Nothing here binds the value: it lives in the input alone. */
export function valueInput(box: ValueBox): TemplateResult {
  const { id, marks, actions } = box;
  const shown = marks.revealed.has(id);
  const lines = marks.multiline.has(id);
  return html`<div class="value-box ${lines ? 'lines' : ''}">
    ${lines ? linesInput(box, shown) : lineInput(box, shown)}
    ${iconButton(shown ? 'eye-closed' : 'eye', eyeLabel(box, shown), () => actions.reveal(id, !shown))}
  </div>`;
}

function eyeLabel({ field }: ValueBox, shown: boolean): string {
  if (field === undefined) return shown ? t('Hide value') : t('Show value');
  return shown ? t('Hide value of {0}', field) : t('Show value of {0}', field);
}

/** Rows have no label element of their own: columns are headed once. */
function labelOf({ field }: ValueBox): string | undefined {
  return field === undefined ? undefined : t('Value of {0}', field);
}

function lineInput(box: ValueBox, shown: boolean): TemplateResult {
  const { id, actions } = box;
  return html`<input
    id=${id}
    class="code"
    data-value
    type=${shown ? 'text' : 'password'}
    autocomplete="new-password"
    autocapitalize="off"
    spellcheck="false"
    placeholder=${ifDefined(box.placeholder)}
    aria-label=${ifDefined(labelOf(box))}
    aria-required=${box.required ? 'true' : 'false'}
    aria-invalid=${box.invalid ? 'true' : 'false'}
    aria-describedby=${box.describedBy}
    @input=${() => actions.valueTyped(id)}
    @change=${() => actions.valueLeft(id)}
    @paste=${(event: ClipboardEvent) => actions.pasteIntoValue(event, id)}
  />`;
}

/** A password input drops line breaks without a word, so a private key would be stored broken. */
function linesInput(box: ValueBox, shown: boolean): TemplateResult {
  const { id, actions } = box;
  return html`<textarea
    id=${id}
    class="code ${shown ? '' : 'masked'}"
    data-value
    rows="5"
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
    aria-label=${ifDefined(labelOf(box))}
    aria-required=${box.required ? 'true' : 'false'}
    aria-invalid=${box.invalid ? 'true' : 'false'}
    aria-describedby=${box.describedBy}
    @input=${() => actions.valueTyped(id)}
    @change=${() => actions.valueLeft(id)}
  ></textarea>`;
}
