import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { filterAgents, shownText } from '../common/agents.ts';
import { agentTools } from '../common/agent-tools.ts';
import { linkButton, type Part, tickedIn, tableHead } from '../common/parts.ts';
import { untilText } from '../common/access-words.ts';
import { t } from '../common/words.ts';
import {
  type AccessActions,
  type AccessForm,
  type AccessState,
  changeOf,
  filterId,
  isTicked,
} from './access.ts';
import { proofOf } from './evidence.ts';

/**
 * All agents with check boxes. Rendered again only when its own data changes, because there may be hundreds.
 */
export function agentTable({ access, filter }: AccessForm, actions: AccessActions): TemplateResult {
  return html`${guard([access, filter], () => tableWithTools(access, filter, actions))}`;
}

function tableWithTools(access: AccessState, filter: string, actions: AccessActions): TemplateResult {
  const shown = filterAgents(access.agents, filter);
  return html`
    ${agentTools({ filterId, filter, shown, onFilter: actions.filter, onTick: actions.tick })}
    ${counts(access, shown.length)}
    <table class="agents-table" data-agents>
      <caption class="visually-hidden">
        ${t('Agents and whether each can read {0}', access.secretName)}
      </caption>
      ${tableHead([html`<span class="visually-hidden">${t('Can read')}</span>`, t('Agent'), t('In its code'), t('Change')])}
      <tbody>
        ${repeat(
          shown,
          ({ agentId }) => agentId,
          (agent) => agentRow(access, agent, actions),
        )}
      </tbody>
    </table>
  `;
}

function agentRow(access: AccessState, agent: PanelAgent, actions: AccessActions): TemplateResult {
  const { agentId, agentName } = agent;
  const boxId = `agent-${agentId}`;
  const until = untilText(access.ends.get(agentId));
  return html`<tr>
    <td class="tick">
      <input
        id=${boxId}
        type="checkbox"
        aria-describedby="${boxId}-uses ${boxId}-change"
        .checked=${isTicked(access, agentId)}
        @change=${(event: Event) => actions.tick([agent], tickedIn(event))}
      />
    </td>
    <th scope="row">
      <label for=${boxId}
        ><span dir="auto">${agentName}</span>
        ${agentName === agentId ? nothing : html`<span class="detail beside">${agentId}</span>`}
        ${until === '' ? nothing : html`<span class="detail beside">${until}</span>`}</label
      >
    </th>
    <td id="${boxId}-uses">${proof(access, agentId, actions)}</td>
    <td id="${boxId}-change">${changeMark(access, agentId)}</td>
  </tr>`;
}

function proof(access: AccessState, agentId: string, actions: AccessActions): TemplateResult {
  const { text, places } = proofOf(access, agentId);
  if (places.length === 0) return html`<span class="detail">${text}</span>`;
  return linkButton(text, () => actions.openPlaces(places));
}

function changeMark(access: AccessState, agentId: string): Part {
  const change = changeOf(access, agentId);
  if (change === undefined) return nothing;
  const words = change === 'grant' ? t('will be granted') : t('will be revoked');
  return html`<span class="change ${change}">${words}</span>`;
}

function counts(access: AccessState, shown: number): TemplateResult {
  const ticked = access.agents.filter(({ agentId }) => isTicked(access, agentId)).length;
  return html`<p class="help counts" aria-live="polite">
    <span>${t('{0} of {1} agents selected', ticked, access.agents.length)}</span>
    <span>${shownText(shown, access.agents.length)}</span>
  </p>`;
}
