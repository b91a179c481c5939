import { html, nothing, type TemplateResult } from 'lit';
import { limits, type SecretKind } from '../../contracts/secret.ts';
import { textIn } from '../common/agent-tools.ts';
import {
  alertRegion,
  icon,
  linkButton,
  problemIdOf,
  problemText,
  statusRegion,
  type Part,
} from '../common/parts.ts';
import { agentChoice } from './agents-view.ts';
import type { CreateActions, CreateForm } from './form.ts';
import { t } from '../common/words.ts';
import { nameFeedback } from '../common/name.ts';
import { fieldRows } from './rows-view.ts';
import { inputIds } from './state.ts';
import { literalValue } from './literal-view.ts';
import { singleValue } from './value-view.ts';

export function createForm(form: CreateForm, actions: CreateActions): TemplateResult {
  return html`<form
    class="panel"
    novalidate
    autocomplete="off"
    aria-labelledby="title"
    aria-busy=${form.saving ? 'true' : 'false'}
    @submit=${preventDefault}
    @keydown=${actions.keyDown}
  >
    <h1 id="title">${t('Create Secret')}</h1>
    <p class="lead">
      ${t('Stored encrypted in the account’s vault. Only the agents you choose can read it.')}
    </p>
    <fieldset class="plain" ?disabled=${form.saving}>
      ${nameField(form, actions)} ${descriptionField(form, actions)}
      ${form.state.literal === undefined ? valuePart(form, actions) : literalValue(form.state)}
      ${agentChoice(form, actions)}
    </fieldset>
    ${footer(form, actions)} ${statusRegion(form.status)}
  </form>`;
}

function valuePart(form: CreateForm, actions: CreateActions): TemplateResult {
  return html`${kindField(form, actions)}
    <div ?hidden=${form.state.kind !== 'single'}>${singleValue(form, actions)}</div>
    <div ?hidden=${form.state.kind !== 'key_value'}>${fieldRows(form, actions)}</div>`;
}

function nameField(form: CreateForm, actions: CreateActions): TemplateResult {
  const id = inputIds.name;
  const invalid = form.problems.has(id);
  return html`<div class="field">
    <label for=${id}>${t('Name')}</label>
    <input
      id=${id}
      class="code"
      type="text"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      placeholder="stripe_api_key"
      aria-required="true"
      aria-invalid=${invalid ? 'true' : 'false'}
      aria-describedby="${problemIdOf(id)} name-hint name-help"
      .value=${form.state.name}
      @input=${(event: Event) => actions.rename(textIn(event))}
    />
    <div aria-live="polite">
      ${problemText(id, form.problems.get(id))} ${invalid ? nothing : nameHint(form, actions)}
    </div>
    <p class="help" id="name-help">
      ${t('The name cannot be changed later. Functions read the secret by it.')}
    </p>
  </div>`;
}

function nameHint({ state }: CreateForm, actions: CreateActions): Part {
  const { hint, suggestion } = nameFeedback(state.name, state.takenNames);
  if (hint === undefined) return nothing;
  const offer =
    suggestion === undefined
      ? nothing
      : linkButton(t('Use {0}', suggestion), () => actions.rename(suggestion));
  return html`<p class="hint" id="name-hint">${icon('info')}<span>${hint} ${offer}</span></p>`;
}

function descriptionField(form: CreateForm, actions: CreateActions): TemplateResult {
  const id = inputIds.description;
  const { description } = form.state;
  return html`<div class="field">
    <div class="label-line">
      <label for=${id}>${t('Description')} <span class="detail">${t('optional')}</span></label>
      <span class="detail" id="description-length">${description.length} / ${limits.descriptionLength}</span>
    </div>
    <textarea
      id=${id}
      rows="2"
      autocomplete="off"
      aria-invalid=${form.problems.has(id) ? 'true' : 'false'}
      aria-describedby="${problemIdOf(id)} description-help"
      .value=${description}
      @input=${(event: Event) => actions.describe(textIn(event))}
    ></textarea>
    ${problemText(id, form.problems.get(id))}
    <p class="help" id="description-help">
      ${t('What it gives access to and who issued it. Everyone who sees the name sees this.')}
    </p>
  </div>`;
}

function kindField(form: CreateForm, actions: CreateActions): TemplateResult {
  return html`<fieldset class="kinds">
    <legend>${t('Kind')}</legend>
    ${kindChoice(form, actions, 'single', t('Single value'), t('one text, such as an API key'))}
    ${kindChoice(form, actions, 'key_value', t('Key/value'), t('named fields, such as client_id and client_secret'))}
  </fieldset>`;
}

function kindChoice(
  form: CreateForm,
  actions: CreateActions,
  kind: SecretKind,
  label: string,
  detail: string,
): TemplateResult {
  return html`<label class="choice">
    <input
      type="radio"
      name="kind"
      value=${kind}
      .checked=${form.state.kind === kind}
      @change=${() => actions.chooseKind(kind)}
    />
    <span>${label} <span class="detail beside">${detail}</span></span>
  </label>`;
}

function footer(form: CreateForm, actions: CreateActions): TemplateResult {
  return html`<footer>
    ${alertRegion(form.alert)}
    <div class="buttons">
      <vscode-button
        id="add"
        ?disabled=${form.saving}
        aria-disabled=${form.saving ? 'true' : 'false'}
        @click=${actions.submit}
        >${form.saving ? t('Creating…') : t('Create Secret')}</vscode-button
      >
      <vscode-button secondary id="cancel" @click=${actions.cancel}>${t('Cancel')}</vscode-button>
    </div>
  </footer>`;
}

function preventDefault(event: Event): void {
  event.preventDefault();
}
