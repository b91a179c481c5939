import { html, nothing, type TemplateResult } from 'lit';
import { linkButton, problemIdOf, problemText, type Part } from '../common/parts.ts';
import { valueInput } from '../common/value-box.ts';
import { t } from '../common/words-model.ts';
import type { CreateActions, CreateForm } from './form.ts';
import { inputIds, type FieldRow } from './state-model.ts';

/** The value of a single-value secret, with its label and helpers. */
export function singleValue(form: CreateForm, actions: CreateActions): TemplateResult {
  const id = inputIds.single;
  return html`<div class="field">
    <label for=${id}>${t('Value')}</label>
    ${valueBox({ form, actions, id })} ${problemText(id, form.problems.get(id))} ${remarkText(form, id)}
    <p class="help">
      ${t('Hidden while you type, sent once, never shown again.')}
      ${linkButton(t('Generate strong value'), () => actions.generate(id))}
    </p>
  </div>`;
}

export interface ValueBox {
  readonly form: CreateForm;
  readonly actions: CreateActions;
  readonly id: string;
  /** The field that the value belongs to; absent for the value of a single secret. */
  readonly field?: string;
  readonly row?: FieldRow;
}

/** The input and its eye, described by what is wrong or odd with it. */
export function valueBox({ form, actions, id, field, row }: ValueBox): TemplateResult {
  const paste = (event: ClipboardEvent): void => actions.pasteIntoValue(event, id, row);
  return valueInput({
    id,
    marks: form.state,
    actions: { ...actions, pasteIntoValue: paste },
    ...(field === undefined ? {} : { field }),
    required: true,
    invalid: form.problems.has(id),
    describedBy: form.problems.has(id) ? problemIdOf(id) : remarkIdOf(id),
  });
}

export function remarkText(form: CreateForm, id: string): Part {
  const remark = form.remarks.get(id);
  return remark === undefined ? nothing : html`<p class="help" id=${remarkIdOf(id)}>${remark}</p>`;
}

const remarkIdOf = (id: string): string => `${id}-remark`;
