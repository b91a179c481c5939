import { html, nothing, type TemplateResult } from 'lit';
import type { PanelPlace } from '../../contracts/panel-evidence.ts';
import { icon, linkButton, type Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { impactOf, unknownText, type Impact } from './evidence.ts';
import { impactId, type AccessActions, type AccessForm } from './form.ts';

/** Links to the places that a save would break, shown before it is confirmed. */
export function impactSection({ access }: AccessForm, actions: AccessActions): TemplateResult {
  return html`<section class="impact" id=${impactId} tabindex="-1" aria-labelledby="impact-heading">
    <h2 id="impact-heading" class="warning">
      ${icon('warning')}<span>${t('These places will start to raise MissingAccess')}</span>
    </h2>
    <div class="impact-places">${impactOf(access).map((impact) => impactOfAgent(impact, actions))}</div>
    ${note(unknownText(access))}
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
