import { html, nothing, type TemplateResult } from 'lit';
import type { PanelPlace } from '../../contracts/panel-evidence.ts';
import {
  alertRegion,
  button,
  icon,
  linkButton,
  statusRegion,
  type Part,
  warningRegion,
} from '../common/parts.ts';
import { accessWord } from '../common/access-words.ts';
import { deprecationText } from '../common/deprecation-text.ts';
import { conflictTable } from '../common/conflict-table.ts';
import { formPage } from '../common/form-parts.ts';
import { t } from '../common/words.ts';
import {
  type AccessActions,
  type AccessForm,
  type AccessState,
  conflictRows,
  impactId,
  summaryOf,
} from './access.ts';
import { type Impact, impactHeading, impactOf, revokeWarning, unknownText } from './evidence.ts';
import { agentTable } from './table-view.ts';

export function accessForm(form: AccessForm, actions: AccessActions): TemplateResult {
  return formPage(
    { busy: form.saving, keyDown: actions.keyDown, wide: true },
    html`<h1 id="title">${t('Access to')} <code>${form.access.secretName}</code></h1>
      <p class="lead">
        ${t('Ticked agents can read this secret. Changes take effect on the next read after you save.')}
      </p>
      ${deprecationWarning(form.access.deprecated)} ${accessConflict(form.access)}
      <fieldset class="plain" ?disabled=${form.saving}>
        <legend class="visually-hidden">${t('Agents')}</legend>
        ${
          form.access.agents.length === 0
            ? html`<p>${t('The account has no agents yet.')}</p>`
            : agentTable(form, actions)
        }
      </fieldset>
      ${footer(form, actions)} ${statusRegion(form.status)}`,
  );
}

function deprecationWarning(deprecated: AccessState['deprecated']): Part {
  if (!deprecated) return nothing;
  return html`<p class="warning">${icon('warning')}<span>${deprecationText(deprecated)}</span></p>`;
}

function footer(form: AccessForm, actions: AccessActions): TemplateResult {
  return html`<footer>
    ${alertRegion(form.deleted || form.alert)} ${warningRegion(form.elsewhere)}
    ${form.confirming ? impactSection(form, actions) : warningRegion(revokeWarning(form.access))}
    <div class="buttons">
      ${button({
        id: 'save',
        label: saveText(form),
        press: actions.save,
        disabled: form.saving || form.deleted !== '' || form.access.wishes.size === 0,
      })}
      ${
        form.confirming
          ? button({ id: 'back', label: t('Back'), press: actions.back, secondary: true })
          : button({ id: 'cancel', label: t('Cancel'), press: actions.cancel, secondary: true })
      }
      <span class="summary" aria-live="polite">${summaryOf(form.access)}</span>
    </div>
  </footer>`;
}

function saveText({ saving, confirming, failed }: AccessForm): string {
  if (saving) return t('Saving…');
  if (confirming) return t('Save and Revoke');
  return failed ? t('Try Again') : t('Save');
}

function accessConflict(access: AccessState): Part {
  if (!access.grantedBefore) return nothing;
  return conflictTable({
    help: t('Your input is kept. Check the last column. Save again if changes remain.'),
    caption: t('Access before, now, and after your save'),
    headings: [t('Agent')],
    lines: conflictRows(access).map(({ agent, before, now, afterSave }) => ({
      cells: [agent.agentName],
      before: accessWord(before),
      now: accessWord(now),
      afterSave: accessWord(afterSave),
    })),
  });
}

/** Links to the locations that a save would break, shown before the user confirms. */
function impactSection({ access }: AccessForm, actions: AccessActions): TemplateResult {
  return html`<section class="impact" id=${impactId} tabindex="-1" aria-labelledby="impact-heading">
    <h2 id="impact-heading" class="warning" aria-live="polite">
      ${icon('warning')}<span>${impactHeading(access)}</span>
    </h2>
    <div class="impact-places">${impactOf(access).map((impact) => impactOfAgent(impact, actions))}</div>
    ${access.evidence ? note(unknownText(access)) : nothing}
  </section>`;
}

function impactOfAgent({ agent, places, maybe }: Impact, actions: AccessActions): TemplateResult {
  return html`<h3>${agent.agentName}</h3>
    <ul class="places">
      ${places.map((place) => placeItem(place, nothing, actions))}
      ${maybe.map((place) => placeItem(place, html` <span class="detail">${t('maybe (dynamic)')}</span>`, actions))}
    </ul>`;
}

function placeItem(place: PanelPlace, remark: Part, actions: AccessActions): TemplateResult {
  return html`<li>${linkButton(place.label, () => actions.openPlaces([place]))}${remark}</li>`;
}

function note(text: string): Part {
  return text === '' ? nothing : html`<p class="help">${text}</p>`;
}
