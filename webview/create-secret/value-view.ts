import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { iconButton, linkButton, problemIdOf, problemText, type Part } from '../common/parts.ts';
import type { CreateActions, CreateForm } from './form.ts';
import { inputIds, type FieldRow } from './state-model.ts';

/** The value of a single-value secret, with its label and helpers. */
export function singleValue(form: CreateForm, actions: CreateActions): TemplateResult {
  const id = inputIds.single;
  return html`<div class="field">
    <label for=${id}>Value</label>
    ${valueBox({ form, actions, id, subject: 'value' })} ${problemText(id, form.problems.get(id))}
    ${remarkText(form, id)}
    <p class="help">
      Hidden while you type, sent once, never shown again.
      ${linkButton('Generate strong value', () => actions.generate(id))}
    </p>
  </div>`;
}

export interface ValueBox {
  readonly form: CreateForm;
  readonly actions: CreateActions;
  readonly id: string;
  /** What the eye shows or hides, in words: `value`, `value of client_id`. */
  readonly subject: string;
  readonly row?: FieldRow;
}

/** The input and its eye. Nothing here binds the value: it lives in the input alone. */
export function valueBox(box: ValueBox): TemplateResult {
  const { form, actions, id, subject } = box;
  const shown = form.state.revealed.has(id);
  const lines = form.state.multiline.has(id);
  return html`<div class="value-box ${lines ? 'lines' : ''}">
    ${lines ? linesInput(box, shown) : lineInput(box, shown)}
    ${iconButton(shown ? 'eye-closed' : 'eye', `${shown ? 'Hide' : 'Show'} ${subject}`, () =>
      actions.reveal(id, !shown),
    )}
  </div>`;
}

export function remarkText(form: CreateForm, id: string): Part {
  const remark = form.remarks.get(id);
  return remark === undefined ? nothing : html`<p class="help" id=${remarkIdOf(id)}>${remark}</p>`;
}

function lineInput(box: ValueBox, shown: boolean): TemplateResult {
  const { form, actions, id, row } = box;
  return html`<input
    id=${id}
    class="code"
    data-value
    type=${shown ? 'text' : 'password'}
    autocomplete="new-password"
    autocapitalize="off"
    spellcheck="false"
    aria-label=${ifDefined(labelOf(box))}
    aria-required="true"
    aria-invalid=${form.problems.has(id) ? 'true' : 'false'}
    aria-describedby=${describedBy(form, id)}
    @input=${() => actions.valueTyped(id)}
    @change=${() => actions.valueLeft(id)}
    @paste=${(event: ClipboardEvent) => actions.pasteIntoValue(event, id, row)}
  />`;
}

/** A password input drops line breaks without a word, so a private key would be stored broken. */
function linesInput(box: ValueBox, shown: boolean): TemplateResult {
  const { form, actions, id } = box;
  return html`<textarea
    id=${id}
    class="code ${shown ? '' : 'masked'}"
    data-value
    rows="5"
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
    aria-label=${ifDefined(labelOf(box))}
    aria-required="true"
    aria-invalid=${form.problems.has(id) ? 'true' : 'false'}
    aria-describedby=${describedBy(form, id)}
    @input=${() => actions.valueTyped(id)}
    @change=${() => actions.valueLeft(id)}
  ></textarea>`;
}

const remarkIdOf = (id: string): string => `${id}-remark`;

/** Rows have no label element of their own: columns are headed once. */
function labelOf({ row, subject }: ValueBox): string | undefined {
  return row ? subject.replace(/^value/, 'Value') : undefined;
}

function describedBy(form: CreateForm, id: string): string {
  return form.problems.has(id) ? problemIdOf(id) : remarkIdOf(id);
}
