import { html, nothing, type TemplateResult } from 'lit';
import type { AgentEvidence, PanelPlace } from '../../contracts/panel-evidence.ts';
import { linkButton, type Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import type { SecretPage, SecretPageActions } from './page.ts';

/** The places in the code of this workspace, by agent. */
export function codeSection(page: SecretPage, actions: SecretPageActions): TemplateResult {
  const used = page.code?.evidence.filter(({ places, maybe }) => places.length + maybe.length > 0) ?? [];
  return html`<section aria-labelledby="code-heading">
    <h2 id="code-heading">${t('Places in the Code of This Workspace')}</h2>
    ${used.map((one) => placesOfAgent(page, one, actions))} ${remark(page, used.length)}
  </section>`;
}

/** For code that is still being analyzed, only this state is shown. */
function remark({ code }: SecretPage, count: number): Part {
  if (!code) return html`<p class="detail">${t('Loading…')}</p>`;
  if (!code.complete) return html`<p class="detail">${t('The code is still being analyzed.')}</p>`;
  return count === 0 ? html`<p class="detail">${t('No code in this workspace reads it.')}</p>` : nothing;
}

function placesOfAgent(
  { shown }: SecretPage,
  { agentId, places, maybe }: AgentEvidence,
  { openPlace }: SecretPageActions,
): TemplateResult {
  const item = (place: PanelPlace, rest: Part): TemplateResult =>
    html`<li>${linkButton(place.label, () => openPlace(place))}${rest}</li>`;
  const dynamic = html` <span class="detail">${t('maybe (dynamic)')}</span>`;
  return html`<h3 dir="auto">
      ${shown.agents.find((agent) => agent.agentId === agentId)?.agentName ?? agentId}
    </h3>
    <ul class="places">
      ${places.map((place) => item(place, nothing))} ${maybe.map((place) => item(place, dynamic))}
    </ul>`;
}
