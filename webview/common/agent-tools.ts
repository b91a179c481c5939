import { html, type TemplateResult } from 'lit';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { icon } from './parts.ts';
import { t } from './words.ts';

/** The tools above a list of agents, which act on the agents shown. */
export interface AgentTools {
  readonly filterId: string;
  readonly filter: string;
  readonly shown: readonly PanelAgent[];
  readonly onFilter: (text: string) => void;
  readonly onTick: (agents: readonly PanelAgent[], ticked: boolean) => void;
}

export function agentTools(tools: AgentTools): TemplateResult {
  return html`<div class="agent-tools">${filterInput(tools)} ${tickButtons(tools)}</div>`;
}

function filterInput({ filterId, filter, onFilter }: AgentTools): TemplateResult {
  return html`<div class="filter">
    ${icon('search')}
    <input
      id=${filterId}
      type="text"
      autocomplete="off"
      spellcheck="false"
      aria-label=${t('Filter agents')}
      placeholder=${t('Filter agents by name or id')}
      .value=${filter}
      @input=${(event: Event) => onFilter(textIn(event))}
    />
  </div>`;
}

function tickButtons({ shown, onTick }: AgentTools): TemplateResult {
  const none = shown.length === 0;
  return html`<div class="tick-buttons">
    <button type="button" class="text-button" ?disabled=${none} @click=${() => onTick(shown, true)}>
      ${t('Select shown')}
    </button>
    <button type="button" class="text-button" ?disabled=${none} @click=${() => onTick(shown, false)}>
      ${t('Clear shown')}
    </button>
  </div>`;
}

/** The text of the input that sent the event. */
export function textIn(event: Event): string {
  const { currentTarget: input } = event;
  return input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement ? input.value : '';
}

/** Whether the check box that sent the event is now ticked. */
export function tickedIn(event: Event): boolean {
  return event.currentTarget instanceof HTMLInputElement && event.currentTarget.checked;
}
