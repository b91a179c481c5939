import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { filterAgents, shownText } from '../common/agents.ts';
import { agentTools } from '../common/agent-tools.ts';
import { tickedIn } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { type CreateActions, type CreateForm, type CreateState, inputIds } from './state.ts';

/**
 * All agents with check boxes. Rendered again only when its own data changes, because there may be hundreds.
 */
export function agentChoice({ state }: CreateForm, actions: CreateActions): TemplateResult {
  const { agents, selected, filter } = state;
  return html`${guard([agents, selected, filter], () => choice(state, actions))}`;
}

function choice(state: CreateState, actions: CreateActions): TemplateResult {
  const { agents, filter } = state;
  const shown = filterAgents(agents, filter);
  return html`<fieldset class="agents">
    <legend>${t('Agents that can read it')}</legend>
    <p class="help">${t('Grant only what the functions need. You can change this at any time.')}</p>
    ${
      agents.length === 0
        ? html`<p>${t('The account has no agents yet. Create the secret now and grant access later.')}</p>`
        : html`${agentTools({ filterId: inputIds.filter, filter, shown, onFilter: actions.filter, onTick: actions.tick })}
          ${agentList(state, shown, actions)} ${selectionCount(state, shown.length)}`
    }
  </fieldset>`;
}

function agentList(state: CreateState, shown: readonly PanelAgent[], actions: CreateActions): TemplateResult {
  return html`<ul class="agent-list" data-agents>
    ${repeat(
      shown,
      ({ agentId }) => agentId,
      (agent) =>
        html`<li>
          <label class="choice">
            <input
              type="checkbox"
              .checked=${state.selected.has(agent.agentId)}
              @change=${(event: Event) => actions.tick([agent], tickedIn(event))}
            />
            <span><bdi>${agent.agentName}</bdi> <span class="detail beside">${agent.agentId}</span></span>
          </label>
        </li>`,
    )}
  </ul>`;
}

function selectionCount({ agents, selected }: CreateState, shown: number): TemplateResult {
  const chosen = agents.filter(({ agentId }) => selected.has(agentId)).length;
  return html`<p class="help counts" aria-live="polite">
    <span>${t('{0} of {1} selected', chosen, agents.length)}</span>
    <span>${shownText(shown, agents.length)}</span>
  </p>`;
}
