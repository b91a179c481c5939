import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { RotationCheck } from '../../contracts/rotate-messages.ts';
import { fieldProblems, formPage } from '../common/form-parts.ts';
import { alertRegion, button, icon, iconButton, statusRegion, tickedIn, type Part } from '../common/parts.ts';
import { labeledValue, valueInput } from '../common/value-box.ts';
import type { ValueControls } from '../common/value-controls.ts';
import { t } from '../common/words.ts';
import { isAllTested, progressText, valueIdOf, type RotateState } from './rotate.ts';

export interface RotateForm {
  readonly state: RotateState;
  readonly problem?: { readonly inputId: string; readonly message: string };
  readonly busy: boolean;
  readonly alert: string;
  /** Says that the secret was deleted elsewhere; otherwise empty. */
  readonly deleted: string;
  readonly status: string;
}

export interface RotateActions {
  readonly values: ValueControls;
  readonly store: () => void;
  readonly test: (check: RotationCheck, tested: boolean) => void;
  readonly openPlaces: (check: RotationCheck) => void;
  readonly restore: () => void;
  readonly finish: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

export function rotateView(form: RotateForm, actions: RotateActions): TemplateResult {
  return formPage(
    { busy: form.busy, keyDown: actions.keyDown },
    html`<h1 id="title">${t('Rotate')} <code>${form.state.name}</code></h1>
      <p class="lead">
        ${t('Store the new value, test everything that uses it, and only then revoke the old credential.')}
      </p>
      <ol class="steps">
        ${valueStep(form, actions)} ${testStep(form, actions)}
        ${form.state.restored ? nothing : revokeStep(form)}
      </ol>
      ${footer(form, actions)} ${statusRegion(form.status)}`,
  );
}

function step(heading: string, id: string, state: 'now' | 'later' | 'done', content: Part): TemplateResult {
  return html`<li
    class="step ${state}"
    aria-labelledby=${id}
    aria-current=${state === 'now' ? 'step' : 'false'}
  >
    <h2 id=${id} tabindex="-1">
      ${heading} ${state === 'done' ? html`<span class="detail beside">${t('done')}</span>` : nothing}
    </h2>
    ${content}
  </li>`;
}

function valueStep(form: RotateForm, actions: RotateActions): TemplateResult {
  const { run } = form.state;
  const content = run
    ? html`<p class="help">
        ${t('Version {0} is stored and current. Version {1} is kept in case you need to restore it.', run.now, run.before)}
      </p>`
    : html`<fieldset class="plain" ?disabled=${form.busy}>
        <legend class="visually-hidden">${t('New value')}</legend>
        <p class="help">${t('Get a new credential from its issuer. Do not revoke the old one yet.')}</p>
        ${valueFields(form, actions)}
      </fieldset>`;
  return step(t('Store the new value'), 'step-value', run ? 'done' : 'now', content);
}

function valueFields(form: RotateForm, actions: RotateActions): Part {
  const { kind, fields } = form.state;
  if (kind === 'single') {
    const id = valueIdOf(-1);
    const help = t('Hidden while you type, sent once, and never shown again.');
    return labeledValue(
      { id, values: actions.values, required: true },
      t('New value'),
      help,
      problemOf(form, id),
    );
  }
  return html`<p class="help">
      ${t('Fields that you leave empty keep their stored values, which no one can see.')}
    </p>
    <ul class="rows">
      ${fields.map(
        (field, index) =>
          html`<li class="row">
            <div class="row-inputs">
              <span class="code stored-name">${field}</span>
              ${fieldValue(form, actions, valueIdOf(index), field)}
              <div class="row-tools">
                ${iconButton('wand', t('Generate strong value for {0}', field), () => actions.values.generate(valueIdOf(index)))}
              </div>
            </div>
            ${fieldProblems(problemsOf(form), '', valueIdOf(index), actions.values, field)}
          </li>`,
      )}
    </ul>`;
}

function fieldValue(form: RotateForm, { values }: RotateActions, id: string, field: string): TemplateResult {
  const invalid = problemOf(form, id) !== undefined;
  return valueInput({ id, values, field, placeholder: t('unchanged'), required: false, invalid });
}

function problemsOf({ problem }: RotateForm): ReadonlyMap<string, string> {
  return new Map(problem ? [[problem.inputId, problem.message]] : []);
}

function problemOf({ problem }: RotateForm, id: string): string | undefined {
  return problem?.inputId === id ? problem.message : undefined;
}

function testStep(form: RotateForm, actions: RotateActions): TemplateResult {
  const { run, checks } = form.state;
  const state = run ? (isAllTested(form.state) ? 'done' : 'now') : 'later';
  const content = html`
    <p class="help">${testHelp(checks)}</p>
    <fieldset class="plain">
      <legend class="visually-hidden">${t('Uses of the secret')}</legend>
      <ul class="checks" data-agents>
        ${repeat(
          checks ?? [],
          ({ id }) => id,
          (check) => checkRow(form, check, actions),
        )}
      </ul>
    </fieldset>
    <p class="help" aria-live="polite">${run ? progressText(form.state) : ''}</p>
  `;
  return step(t('Test what uses it'), 'step-test', state, content);
}

function testHelp(checks: RotateState['checks']): string {
  if (!checks) return t('Loading…');
  return checks.length === 0
    ? t('No agent can read this secret, so there is nothing to test.')
    : t('Run each one with the new value and tick those that work.');
}

/**
 * The locations that read the secret can always be opened, but can be checked off only once there is
 * something to test.
 */
function checkRow(
  { busy, state: { run, tested } }: RotateForm,
  check: RotationCheck,
  { test, openPlaces }: RotateActions,
): TemplateResult {
  const { id, agentName, file, places, maybe } = check;
  return html`<li class="check">
    <label class="choice">
      <input
        type="checkbox"
        .checked=${tested.has(id)}
        ?disabled=${!run || busy}
        @change=${(event: Event) => test(check, tickedIn(event))}
      />
      <span>
        <bdi>${agentName}</bdi>
        <span class="detail beside"
          >${file ?? t('no use found in this workspace')}${maybe ? ` ${t('(maybe: the name is computed at run time)')}` : ''}</span
        >
      </span>
    </label>
    ${
      places.length > 0 && file !== undefined
        ? iconButton('go-to-file', t('Open {0}', file), () => openPlaces(check))
        : nothing
    }
  </li>`;
}

function revokeStep({ state }: RotateForm): TemplateResult {
  const isNow = state.run !== undefined && isAllTested(state);
  const content = html`<p class="warning">
    ${icon('warning')}
    <span>
      ${t('The old credential still works for anyone who has it. Revoke it at its issuer; the vault cannot do that for you.')}
    </span>
  </p>`;
  return step(t('Revoke the old credential at its issuer'), 'step-revoke', isNow ? 'now' : 'later', content);
}

function footer(form: RotateForm, actions: RotateActions): TemplateResult {
  return html`<footer>
    ${alertRegion(form.deleted || form.alert)}
    <div class="buttons">
      ${form.state.run ? runButtons(form, actions, form.state.run.before) : startButtons(form, actions)}
    </div>
  </footer>`;
}

function startButtons({ busy, state }: RotateForm, { store, cancel }: RotateActions): TemplateResult {
  const label = busy ? t('Storing…') : t('Store New Value');
  return html`${button({ id: 'store', label, press: store, disabled: busy })}
  ${button({ id: 'cancel', label: state.restored ? t('Close') : t('Cancel'), press: cancel, secondary: true })}`;
}

function runButtons({ busy, state }: RotateForm, actions: RotateActions, before: number): TemplateResult {
  const isTested = isAllTested(state);
  return html`${button({
    id: 'finish',
    label: isTested ? t('Old Credential Is Revoked') : t('Finish Anyway'),
    press: actions.finish,
    disabled: busy,
    secondary: !isTested,
  })}
  ${button({
    id: 'restore',
    label: t('Restore Version {0}…', before),
    press: actions.restore,
    disabled: busy,
    secondary: true,
  })}
  ${button({ id: 'cancel', label: t('Finish Later'), press: actions.cancel, secondary: true })}`;
}
