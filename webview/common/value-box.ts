import { generatedValue } from './generated-value.ts';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { iconButton, linkButton, type Part, problemIdOf, problemText } from './parts.ts';
import type { ValueControls } from './value-controls.ts';
import { t } from './words.ts';

export interface ValueBox {
  readonly id: string;
  readonly values: ValueControls;
  /** The field that the value belongs to. Undefined for a single-value secret, whose input has a label. */
  readonly field?: string;
  readonly placeholder?: string;
  readonly required: boolean;
  readonly invalid: boolean;
  /** Handles a paste; by default, line breaks are preserved. */
  readonly pasted?: (event: ClipboardEvent) => void;
}

/** The input with its show/hide button. The value is not bound to any state: it exists only in the input. */
export function valueInput(box: ValueBox): TemplateResult {
  const { id, values } = box;
  const shown = values.isRevealed(id);
  const lines = values.hasLines(id);
  return html`<div class="value-box ${lines ? 'lines' : ''}">
    ${lines ? linesInput(box, shown) : lineInput(box, shown)}
    ${iconButton(shown ? 'eye-closed' : 'eye', eyeLabel(box, shown), () => values.reveal(id, !shown))}
  </div>`;
}

export function labeledValue(
  { id, values, required }: Pick<ValueBox, 'id' | 'values' | 'required'>,
  label: string,
  help: string,
  problem: string | undefined,
): TemplateResult {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${valueInput({ id, values, required, invalid: problem !== undefined })} ${problemText(id, problem)}
    ${remarkText(values, id)} ${generatedValue(values, id, label)}
    <p class="help">${help} ${linkButton(t('Generate strong value'), () => values.generate(id))}</p>
  </div>`;
}

export function remarkText(values: ValueControls, inputId: string): Part {
  const remark = values.remarkOn(inputId);
  return remark === undefined ? nothing : html`<p class="help" id=${remarkIdOf(inputId)}>${remark}</p>`;
}

const remarkIdOf = (inputId: string): string => `${inputId}-remark`;

function descriptionIdOf({ id, invalid }: ValueBox): string {
  return invalid ? problemIdOf(id) : remarkIdOf(id);
}

function eyeLabel({ field }: ValueBox, shown: boolean): string {
  if (field === undefined) return shown ? t('Hide value') : t('Show value');
  return shown ? t('Hide value of {0}', field) : t('Show value of {0}', field);
}

/** Rows have no label element, because the column headings label them. */
function labelOf({ field }: ValueBox): string | undefined {
  return field === undefined ? undefined : t('Value of {0}', field);
}

function lineInput(box: ValueBox, shown: boolean): TemplateResult {
  const { id, values } = box;
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
    aria-describedby=${descriptionIdOf(box)}
    @input=${() => values.valueTyped(id)}
    @change=${() => values.valueLeft(id)}
    @paste=${box.pasted ?? ((event: ClipboardEvent) => values.pasteIntoValue(event, id))}
  />`;
}

/** A password input silently drops line breaks, which would corrupt a private key. */
function linesInput(box: ValueBox, shown: boolean): TemplateResult {
  const { id, values } = box;
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
    aria-describedby=${descriptionIdOf(box)}
    @input=${() => values.valueTyped(id)}
    @change=${() => values.valueLeft(id)}
  ></textarea>`;
}
