import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { filterAgents, shownText } from './agents.ts';
import { agentTools } from './agent-tools.ts';
import { tickedIn } from './parts.ts';
import { t } from './words.ts';

/** The ID of the input that filters the agents. */
export const agentFilterId = 'agent-filter';

export interface ChosenAgents {
  readonly agents: readonly PanelAgent[];
  readonly selected: ReadonlySet<string>;
  readonly filter: string;
}

export interface AgentChoiceActions {
  readonly filter: (text: string) => void;
  readonly tick: (agents: readonly PanelAgent[], ticked: boolean) => void;
}

/**
 * All agents with check boxes, below `legend`. Rendered again only when its own data changes, because there
 * may be hundreds. If the account has no agents, `without` is shown instead.
 */
export function agentChoice(
  chosen: ChosenAgents,
  actions: AgentChoiceActions,
  legend: string,
  without: string,
): TemplateResult {
  const { agents, selected, filter } = chosen;
  const list = (): TemplateResult => {
    const shown = filterAgents(agents, filter);
    const tools = { filterId: agentFilterId, filter, shown, onFilter: actions.filter, onTick: actions.tick };
    return html`<fieldset class="agents">
      <legend>${legend}</legend>
      <p class="help">${t('Grant only what the functions need. You can change this at any time.')}</p>
      ${
        agents.length === 0
          ? html`<p>${without}</p>`
          : html`${agentTools(tools)} ${agentList(chosen, shown, actions)}
            ${selectionCount(chosen, shown.length)}`
      }
    </fieldset>`;
  };
  return html`${guard([agents, selected, filter], list)}`;
}

function agentList(
  { selected }: ChosenAgents,
  shown: readonly PanelAgent[],
  { tick }: AgentChoiceActions,
): TemplateResult {
  return html`<ul class="agent-list" data-agents>
    ${repeat(
      shown,
      ({ agentId }) => agentId,
      (agent) =>
        html`<li>
          <label class="choice">
            <input
              type="checkbox"
              .checked=${selected.has(agent.agentId)}
              @change=${(event: Event) => tick([agent], tickedIn(event))}
            />
            <span><bdi>${agent.agentName}</bdi> <span class="detail beside">${agent.agentId}</span></span>
          </label>
        </li>`,
    )}
  </ul>`;
}

function selectionCount({ agents, selected }: ChosenAgents, shown: number): TemplateResult {
  const chosen = agents.filter(({ agentId }) => selected.has(agentId)).length;
  return html`<p class="help counts" aria-live="polite">
    <span>${t('{0} of {1} selected', chosen, agents.length)}</span>
    <span>${shownText(shown, agents.length)}</span>
  </p>`;
}
