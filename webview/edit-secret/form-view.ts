import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { conflictTable } from '../common/conflict-table.ts';
import {
  descriptionField,
  fieldLabel,
  fieldNameInput,
  fieldProblems,
  fieldTools,
  formPage,
} from '../common/form-parts.ts';
import {
  alertRegion,
  button,
  iconButton,
  linkButton,
  type Part,
  problemIdOf,
  problemText,
  statusRegion,
  textIn,
  tickedIn,
  warningRegion,
} from '../common/parts.ts';
import { labeledValue, valueInput } from '../common/value-box.ts';
import { t } from '../common/words.ts';
import { type EditRow, inputIds, nameIdOf, valueIdOf } from './edit.ts';
import type { EditActions, EditForm } from './form.ts';

export function editForm(form: EditForm, actions: EditActions): TemplateResult {
  const { name, secret, description } = form.state;
  const { description: id } = inputIds;
  return formPage(
    { busy: form.sent, keyDown: actions.keyDown },
    html`<h1 id="title">${t('Edit')} <code>${name}</code></h1>
      <p class="lead">
        ${t('A new value takes effect on the next read. The previous value stays in the history and can be restored. The name and the kind cannot be changed.')}
      </p>
      ${secretConflict(form)}
      <fieldset class="plain" ?disabled=${form.sent}>
        <legend class="visually-hidden">${t('Secret')}</legend>
        ${descriptionField(id, description, form.problems.get(id), actions.describe)}
        ${secret.kind === 'single' ? newValue(form, actions) : fieldRows(form, actions)}
        ${deprecation(form, actions)}
      </fieldset>
      ${footer(form, actions)} ${statusRegion(form.status)}`,
  );
}

function deprecation({ state, problems }: EditForm, actions: EditActions): TemplateResult {
  const id = inputIds.replacement;
  return html`<fieldset class="kinds">
    <legend>${t('Use')}</legend>
    <label class="choice">
      <input
        id="deprecated"
        type="checkbox"
        .checked=${state.deprecated}
        @change=${(event: Event) => actions.deprecate(tickedIn(event))}
      />
      <span>
        ${t('Deprecated')}
        <span class="detail beside">${t('still read as before, but code that uses it gets a hint')}</span>
      </span>
    </label>
    <div class="field replacement" ?hidden=${!state.deprecated}>
      <label for=${id}>${t('Use instead')} <span class="detail">${t('optional')}</span></label>
      <input
        id=${id}
        class="code"
        type="text"
        list="other-names"
        autocomplete="off"
        spellcheck="false"
        aria-invalid=${problems.has(id) ? 'true' : 'false'}
        aria-describedby=${problemIdOf(id)}
        .value=${state.replacement}
        @input=${(event: Event) => actions.replaceBy(textIn(event))}
      />
      <datalist id="other-names">
        ${state.otherNames.map((name) => html`<option value=${name}></option>`)}
      </datalist>
      ${problemText(id, problems.get(id))}
    </div>
  </fieldset>`;
}

function footer(form: EditForm, actions: EditActions): TemplateResult {
  return html`<footer>
    ${alertRegion(form.deleted || form.alert)} ${warningRegion(form.elsewhere)}
    <div class="buttons">
      ${button({
        id: 'save',
        label: form.saving ? t('Saving…') : t('Save'),
        press: actions.save,
        disabled: form.sent || !form.changed,
      })}
      ${button({ id: 'cancel', label: t('Cancel'), press: actions.cancel, secondary: true })}
      <span class="summary" aria-live="polite">${form.changed ? '' : t('No changes')}</span>
    </div>
  </footer>`;
}

function secretConflict({ conflict }: EditForm): Part {
  return conflictTable({
    help: t('Your input is kept. Check the last column. Save again if changes remain.'),
    caption: t('The secret before, now, and after your save'),
    headings: [t('Part')],
    lines: conflict.map(({ part, before, now, afterSave }) => ({
      cells: [part],
      before: shown(before),
      now: shown(now),
      afterSave: shown(afterSave),
    })),
  });
}

function shown(text: string): string {
  return text === '' ? t('(empty)') : text;
}

function newValue(form: EditForm, actions: EditActions): TemplateResult {
  const id = inputIds.single;
  const { values } = actions;
  const help = t('Leave it empty to keep the stored value, which no one can see.');
  return html`${labeledValue({ id, values, required: false }, t('New value'), help, form.problems.get(id))}
  ${keepStored(form, actions, id)}`;
}

/** Otherwise only another value would resolve the problem. */
function keepStored({ lost }: EditForm, actions: EditActions, inputId: string): Part {
  if (!lost.includes(inputId)) return nothing;
  return html`<p class="help">
    ${linkButton(t('Keep the stored value'), () => actions.keepStored(inputId))}
  </p>`;
}

/** The fields of a key/value secret. If an input is empty, the stored value is kept and not sent. */
function fieldRows(form: EditForm, actions: EditActions): TemplateResult {
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
        >${t('Add Field')}</vscode-button
      >
    </div>
  </div>`;
}

function fieldRow(form: EditForm, actions: EditActions, row: EditRow, position: number): TemplateResult {
  const { problems } = form;
  if (row.removed) return removedRow(actions, row);
  const [nameId, id] = [nameIdOf(row), valueIdOf(row)];
  const { name, stored } = row;
  const { values } = actions;
  const label = fieldLabel(name, position);
  const invalid = problems.has(nameId);
  const rename = (changed: string): void => actions.renameRow(row, changed);
  return html`<li class="row">
    <div class="row-inputs">
      ${
        stored
          ? html`<span class="code stored-name">${name}</span>`
          : fieldNameInput({ id: nameId, name, position, invalid, rename })
      }
      ${valueInput({
        id,
        values,
        field: label,
        placeholder: stored ? t('unchanged') : '',
        required: false,
        invalid: problems.has(id),
      })}
      ${fieldTools(values, id, label, () => actions.removeRow(row))}
    </div>
    ${fieldProblems(problems, nameId, id, values, label)} ${stored ? keepStored(form, actions, id) : nothing}
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
