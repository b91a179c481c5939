import { html, nothing, type TemplateResult } from 'lit';
import type { SecretKind } from '../../contracts/secret.ts';
import {
  alertRegion,
  button,
  icon,
  linkButton,
  problemIdOf,
  problemText,
  statusRegion,
  type Part,
  textIn,
} from '../common/parts.ts';
import { agentChoice } from '../common/agent-choice.ts';
import { descriptionField, formPage } from '../common/form-parts.ts';
import { type CreateActions, type CreateForm, inputIds } from './state.ts';
import { t } from '../common/words.ts';
import { nameFeedback } from '../common/name.ts';
import { fieldRows, literalValue, singleValue } from './values-view.ts';

export function createForm(form: CreateForm, actions: CreateActions): TemplateResult {
  const { description: id } = inputIds;
  const { description, literal } = form.state;
  return formPage(
    { busy: form.saving, keyDown: actions.keyDown },
    html`<h1 id="title">${t('Create Secret')}</h1>
      <p class="lead">
        ${t('Stored encrypted in the account’s vault. Only the agents you choose can read it.')}
      </p>
      <fieldset class="plain" ?disabled=${form.saving}>
        ${nameField(form, actions)}
        ${descriptionField(id, description, form.problems.get(id), actions.describe)}
        ${literal === undefined ? valuePart(form, actions) : literalValue(form.state)}
        ${agentChoice(
          form.state,
          actions,
          t('Agents that can read it'),
          t('The account has no agents yet. Create the secret now and grant access later.'),
        )}
      </fieldset>
      ${footer(form, actions)} ${statusRegion(form.status)}`,
  );
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
      ${problemText(id, form.problems.get(id))} ${invalid ? offerFor(form, actions) : nameHint(form, actions)}
    </div>
    <p class="help" id="name-help">
      ${t('Functions read the secret by this name, so it cannot be changed later.')}
    </p>
  </div>`;
}

/** For a name that another secret has: it may be the one that the user wants. */
function offerFor({ state }: CreateForm, { restore, show }: CreateActions): Part {
  const { name, takenNames, deletedNames } = state;
  if (deletedNames.includes(name)) return linkButton(t('Restore the Deleted Secret'), () => restore(name));
  return takenNames.includes(name) ? linkButton(t('Show Secret'), () => show(name)) : nothing;
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

function kindField(form: CreateForm, actions: CreateActions): TemplateResult {
  return html`<fieldset class="kinds">
    <legend>${t('Kind')}</legend>
    ${kindChoice(form, actions, 'single', t('Single value'), t('one string, such as an API key'))}
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
      ${button({
        id: 'add',
        label: form.saving ? t('Creating…') : t('Create Secret'),
        press: actions.submit,
        disabled: form.saving,
      })}
      ${button({ id: 'cancel', label: t('Cancel'), press: actions.cancel, secondary: true })}
    </div>
  </footer>`;
}
