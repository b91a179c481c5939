import { html, type TemplateResult } from 'lit';
import { limits } from '../../contracts/secret.ts';
import { textIn, tickedIn } from '../common/agent-tools.ts';
import { alertRegion, problemIdOf, problemText, statusRegion } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { secretConflict } from './conflict-view.ts';
import { inputIds } from './edit.ts';
import { fieldRows, newValue } from './fields-view.ts';
import type { EditActions, EditForm } from './form.ts';

export function editForm(form: EditForm, actions: EditActions): TemplateResult {
  const { name, secret } = form.state;
  return html`<form
    class="panel"
    novalidate
    autocomplete="off"
    aria-labelledby="title"
    aria-busy=${form.saving ? 'true' : 'false'}
    @submit=${preventDefault}
    @keydown=${actions.keyDown}
  >
    <h1 id="title">${t('Edit')} <code>${name}</code></h1>
    <p class="lead">
      ${t('A new value takes effect on the next read. The previous value stays in the history and can be restored. The name and the kind cannot be changed.')}
    </p>
    ${secretConflict(form)}
    <fieldset class="plain" ?disabled=${form.saving}>
      <legend class="visually-hidden">${t('Secret')}</legend>
      ${descriptionField(form, actions)}
      ${secret.kind === 'single' ? newValue(form, actions) : fieldRows(form, actions)}
      ${deprecation(form, actions)}
    </fieldset>
    ${footer(form, actions)} ${statusRegion(form.status)}
  </form>`;
}

function descriptionField({ state, problems }: EditForm, actions: EditActions): TemplateResult {
  const id = inputIds.description;
  return html`<div class="field">
    <div class="label-line">
      <label for=${id}>${t('Description')} <span class="detail">${t('optional')}</span></label>
      <span class="detail">${state.description.length} / ${limits.descriptionLength}</span>
    </div>
    <textarea
      id=${id}
      rows="2"
      autocomplete="off"
      aria-invalid=${problems.has(id) ? 'true' : 'false'}
      aria-describedby="${problemIdOf(id)} description-help"
      .value=${state.description}
      @input=${(event: Event) => actions.describe(textIn(event))}
    ></textarea>
    ${problemText(id, problems.get(id))}
    <p class="help" id="description-help">
      ${t('What it gives access to and who issued it. Everyone who sees the name sees this.')}
    </p>
  </div>`;
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
        <span class="detail beside">${t('still read as before, but code that uses it gets a warning')}</span>
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
  const idle = form.saving || !form.changed;
  return html`<footer>
    ${alertRegion(form.alert)}
    <div class="buttons">
      <vscode-button
        id="save"
        ?disabled=${idle}
        aria-disabled=${idle ? 'true' : 'false'}
        @click=${actions.save}
        >${form.saving ? t('Saving…') : t('Save')}</vscode-button
      >
      <vscode-button secondary id="cancel" @click=${actions.cancel}>${t('Cancel')}</vscode-button>
      <span class="summary" aria-live="polite">${form.changed ? '' : t('No changes')}</span>
    </div>
  </footer>`;
}

function preventDefault(event: Event): void {
  event.preventDefault();
}
