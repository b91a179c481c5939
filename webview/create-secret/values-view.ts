import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { fieldLabel, fieldNameInput, fieldProblems, fieldTools } from '../common/form-parts.ts';
import { icon, iconButton, problemIdOf, problemText } from '../common/parts.ts';
import { labeledValue, valueInput } from '../common/value-box.ts';
import { t } from '../common/words.ts';
import {
  type CreateActions,
  type CreateForm,
  type CreateState,
  type FieldRow,
  inputIds,
  nameIdOf,
  valueIdOf,
} from './state.ts';

export function singleValue({ problems }: CreateForm, { values }: CreateActions): TemplateResult {
  const id = inputIds.single;
  const help = t('Hidden while you type, sent once, and never shown again.');
  return labeledValue({ id, values, required: true }, t('Value'), help, problems.get(id));
}

/**
 * Shown instead of a value that the form does not have: the editor keeps the string until it sends it to the
 * vault.
 */
export function literalValue({ literal = '', kind, rows }: CreateState): TemplateResult {
  return html`<div class="field" role="group" aria-labelledby="literal-heading">
    <h2 id="literal-heading">${t('Value')}</h2>
    <div class="literal">
      <p>
        ${kind === 'single' ? t('The selected text of {0}. It is not shown here.', literal) : textsOf(literal, rows)}
      </p>
      <p class="help">
        ${t('Create stores it in the vault and replaces the text with code that reads it. Undo restores the text.')}
      </p>
      <p class="warning">
        ${icon('warning')}
        <span>
          ${t('The text remains in version control history. Get a new credential from its issuer soon, store it with Rotate, and revoke this one.')}
        </span>
      </p>
    </div>
  </div>`;
}

/** A credential with several parts; only their names are available here. */
function textsOf(place: string, rows: CreateState['rows']): string {
  const names = rows.map(({ name }) => name).join(', ');
  return t('The selected texts of {0} become the fields {1}. They are not shown here.', place, names);
}

export function fieldRows(form: CreateForm, actions: CreateActions): TemplateResult {
  return html`<div class="field" role="group" aria-labelledby="fields-heading">
    <h2 id="fields-heading">${t('Fields')}</h2>
    <p class="help">${t('Values are hidden while you type, sent once, and never shown again.')}</p>
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
        >${t('Add Field')}</vscode-button
      >
      ${
        form.pasting
          ? nothing
          : html`<vscode-button secondary icon="clippy" id="open-paste" @click=${actions.openPaste}
              >${t('Paste JSON or .env…')}</vscode-button
            >`
      }
    </div>
    ${form.pasteNote === '' ? nothing : html`<p class="help" id="paste-note">${form.pasteNote}</p>`}
    ${form.pasting ? pasteBox(form, actions) : nothing}
  </div>`;
}

function fieldRow(form: CreateForm, actions: CreateActions, row: FieldRow, position: number): TemplateResult {
  const [nameId, id] = [nameIdOf(row), valueIdOf(row)];
  const { problems } = form;
  const { values } = actions;
  const label = fieldLabel(row.name, position);
  return html`<li class="row">
    <div class="row-inputs">
      ${fieldNameInput({
        id: nameId,
        name: row.name,
        position,
        invalid: problems.has(nameId),
        rename: (name) => actions.renameRow(row, name),
        pasted: actions.pasteIntoName,
      })}
      ${valueInput({
        id,
        values,
        field: label,
        required: true,
        invalid: problems.has(id),
        pasted: (event) => actions.pasteIntoRow(event, row),
      })}
      ${fieldTools(values, id, label, () => actions.removeRow(row))}
    </div>
    ${fieldProblems(problems, nameId, id, values, label)}
  </li>`;
}

function pasteBox({ pasteProblems, problems }: CreateForm, actions: CreateActions): TemplateResult {
  const { values } = actions;
  const listed = pasteProblems.length > 0 ? problemsText(pasteProblems) : problems.get(pasteId);
  const invalid = listed !== undefined;
  const shown = values.isRevealed(pasteId);
  return html`<div class="paste-box">
    <label for=${pasteId}>${t('JSON object or .env lines')}</label>
    <p class="help" id="paste-help">
      ${t('Paste here to fill the fields immediately. Fields with the same name get the new value; all others stay unchanged.')}
    </p>
    <div class="value-box lines">
      <textarea
        id=${pasteId}
        class="code ${shown ? '' : 'masked'}"
        data-value
        rows="5"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        aria-invalid=${invalid ? 'true' : 'false'}
        aria-describedby="paste-help ${problemIdOf(pasteId)}"
        @paste=${actions.pasteIntoBox}
      ></textarea>
      ${iconButton(shown ? 'eye-closed' : 'eye', shown ? t('Hide text') : t('Show text'), () => values.reveal(pasteId, !shown))}
    </div>
    <div aria-live="polite">${problemText(pasteId, listed)}</div>
    <div class="row-buttons">
      <vscode-button secondary @click=${actions.fillFromPaste}>${t('Fill Fields')}</vscode-button>
      <vscode-button secondary @click=${actions.closePaste}>${t('Close')}</vscode-button>
    </div>
  </div>`;
}

const pasteId = 'paste-text';
const mostProblems = 5;

function problemsText(problems: readonly string[]): string {
  const rest = problems.length - mostProblems;
  const shown = problems.slice(0, mostProblems).join(' ');
  return rest > 0 ? `${shown} ${t('and {0} more', rest)}` : shown;
}
