import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { textIn } from '../common/agent-tools.ts';
import { remarkText, valueInput } from '../common/value-box.ts';
import { iconButton, problemIdOf, problemText, type Part } from '../common/parts.ts';
import type { CreateActions, CreateForm } from './form.ts';
import { nameIdOf, valueIdOf, type FieldRow } from './state.ts';
import { t } from '../common/words.ts';

/** The inputs of a key/value secret: one row for each field. */
export function fieldRows(form: CreateForm, actions: CreateActions): TemplateResult {
  return html`<div class="field" role="group" aria-labelledby="fields-heading">
    <h2 id="fields-heading">${t('Fields')}</h2>
    <p class="help">${t('Values are hidden while you type, sent once, never shown again.')}</p>
    <div class="column-heads" aria-hidden="true"><span>${t('Field')}</span><span>${t('Value')}</span></div>
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
      ${
        form.pasting
          ? nothing
          : html`<vscode-button secondary icon="clippy" id="open-paste" @click=${actions.openPaste}
              >${t('Paste JSON or .env…')}</vscode-button
            >`
      }
    </div>
    ${form.pasting ? pasteBox(form, actions) : nothing}
  </div>`;
}

function fieldRow(form: CreateForm, actions: CreateActions, row: FieldRow, position: number): TemplateResult {
  const id = valueIdOf(row);
  const called = row.name.trim() === '' ? t('field {0}', position) : row.name;
  return html`<li class="row">
    <div class="row-inputs">
      ${nameInput(form, actions, row, position)}
      ${valueInput({
        id,
        values: actions.values,
        field: called,
        required: true,
        invalid: form.problems.has(id),
        pasted: (event) => actions.pasteIntoRow(event, row),
      })}
      <div class="row-tools">
        ${iconButton('wand', t('Generate strong value for {0}', called), () => actions.values.generate(id))}
        ${iconButton('trash', t('Remove {0}', called), () => actions.removeRow(row))}
      </div>
    </div>
    ${rowProblems(form, actions, row)}
  </li>`;
}

function nameInput(
  form: CreateForm,
  actions: CreateActions,
  row: FieldRow,
  position: number,
): TemplateResult {
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
    @paste=${actions.pasteIntoName}
  />`;
}

/** Below the input they belong to: names on the left, values on the right. */
function rowProblems(form: CreateForm, { values }: CreateActions, row: FieldRow): Part {
  const [nameId, valueId] = [nameIdOf(row), valueIdOf(row)];
  return html`<div class="row-inputs">
    <div>${problemText(nameId, form.problems.get(nameId))}</div>
    <div>${problemText(valueId, form.problems.get(valueId))} ${remarkText(values, valueId)}</div>
  </div>`;
}

function pasteBox(form: CreateForm, actions: CreateActions): TemplateResult {
  const invalid = form.pasteProblem !== '';
  return html`<div class="paste-box">
    <label for="paste-text">${t('JSON object or .env lines')}</label>
    <p class="help" id="paste-help">
      ${t('Paste here to fill the fields immediately. Fields with the same name get the new value. The text stays hidden.')}
    </p>
    <textarea
      id="paste-text"
      class="code masked"
      data-value
      rows="3"
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${invalid ? 'true' : 'false'}
      aria-describedby="paste-help ${problemIdOf('paste-text')}"
      @paste=${actions.pasteIntoBox}
    ></textarea>
    <div aria-live="polite">${problemText('paste-text', invalid ? form.pasteProblem : undefined)}</div>
    <div class="row-buttons">
      <vscode-button secondary @click=${actions.fillFromPaste}>${t('Fill fields')}</vscode-button>
      <vscode-button secondary @click=${actions.closePaste}>${t('Close')}</vscode-button>
    </div>
  </div>`;
}
