import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { textIn } from '../common/agent-tools.ts';
import { iconButton, linkButton, problemIdOf, problemText } from '../common/parts.ts';
import { remarkText, valueInput } from '../common/value-box.ts';
import { t } from '../common/words.ts';
import { inputIds, nameIdOf, valueIdOf, type EditRow } from './edit.ts';
import type { EditActions, EditForm } from './form.ts';

/** The new value of a single-value secret. */
export function newValue(form: EditForm, actions: EditActions): TemplateResult {
  const id = inputIds.single;
  return html`<div class="field">
    <label for=${id}>${t('New value')}</label>
    ${valueOf(form, actions, id)} ${problemText(id, form.problems.get(id))} ${remarkText(actions.values, id)}
    <p class="help">
      ${t('Leave it empty to keep the stored value, which no one can see.')}
      ${linkButton(t('Generate strong value'), () => actions.values.generate(id))}
    </p>
  </div>`;
}

/** The fields of a key/value secret: an empty input keeps the stored value, which is not sent again. */
export function fieldRows(form: EditForm, actions: EditActions): TemplateResult {
  return html`<div class="field" role="group" aria-labelledby="fields-heading">
    <h2 id="fields-heading">${t('Fields')}</h2>
    <p class="help">${t('Fields that you leave empty keep their stored values, which no one can see.')}</p>
    <div class="column-heads" aria-hidden="true">
      <span>${t('Field')}</span><span>${t('New value')}</span>
    </div>
    <ul class="rows">
      ${repeat(
        form.state.rows,
        (row) => row.key,
        (row, index) => fieldRow(form, actions, row, index + 1),
      )}
    </ul>
    <div class="row-buttons">
      <vscode-button secondary icon="add" id="add-row" @click=${actions.addRow}
        >${t('Add field')}</vscode-button
      >
    </div>
  </div>`;
}

function fieldRow(form: EditForm, actions: EditActions, row: EditRow, position: number): TemplateResult {
  if (row.removed) return removedRow(actions, row);
  const id = valueIdOf(row);
  const called = row.name.trim() === '' ? t('field {0}', position) : row.name;
  return html`<li class="row">
    <div class="row-inputs">
      ${row.stored ? html`<span class="code stored-name">${row.name}</span>` : nameInput(form, actions, row, position)}
      ${valueOf(form, actions, id, called, row.stored ? t('unchanged') : '')}
      <div class="row-tools">
        ${iconButton('wand', t('Generate strong value for {0}', called), () => actions.values.generate(id))}
        ${iconButton('trash', t('Remove {0}', called), () => actions.removeRow(row))}
      </div>
    </div>
    <div class="row-inputs">
      <div>${problemText(nameIdOf(row), form.problems.get(nameIdOf(row)))}</div>
      <div>${problemText(id, form.problems.get(id))} ${remarkText(actions.values, id)}</div>
    </div>
  </li>`;
}

function removedRow(actions: EditActions, row: EditRow): TemplateResult {
  return html`<li class="row">
    <div class="row-inputs">
      <s class="code stored-name">${row.name}</s>
      <span class="stored-name"><span class="change revoke">${t('will be removed')}</span></span>
      <div class="row-tools">
        ${iconButton('discard', t('Keep {0}', row.name), () => actions.keepRow(row))}
      </div>
    </div>
  </li>`;
}

function nameInput(form: EditForm, actions: EditActions, row: EditRow, position: number): TemplateResult {
  const id = nameIdOf(row);
  return html`<input
    id=${id}
    class="code"
    type="text"
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
    aria-label=${t('Name of field {0}', position)}
    aria-required="true"
    aria-invalid=${form.problems.has(id) ? 'true' : 'false'}
    aria-describedby=${problemIdOf(id)}
    .value=${row.name}
    @input=${(event: Event) => actions.renameRow(row, textIn(event))}
  />`;
}

function valueOf(
  form: EditForm,
  { values }: EditActions,
  id: string,
  field?: string,
  placeholder = '',
): TemplateResult {
  return valueInput({
    id,
    values,
    ...(field === undefined ? {} : { field }),
    placeholder,
    required: false,
    invalid: form.problems.has(id),
  });
}
