import { html, type TemplateResult } from 'lit';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { filterInput } from './parts.ts';
import { t } from './words.ts';

/** The tools above a list of agents. They act only on the agents shown. */
export interface AgentTools {
  readonly filterId: string;
  readonly filter: string;
  readonly shown: readonly PanelAgent[];
  readonly onFilter: (text: string) => void;
  readonly onTick: (agents: readonly PanelAgent[], ticked: boolean) => void;
}

export function agentTools(tools: AgentTools): TemplateResult {
  const { filterId, filter: text, onFilter } = tools;
  const placeholder = t('Filter agents by name or id');
  const filter = filterInput(filterId, t('Filter agents'), text, onFilter, placeholder);
  return html`<div class="agent-tools">${filter} ${tickButtons(tools)}</div>`;
}

function tickButtons({ shown, onTick }: AgentTools): TemplateResult {
  const none = shown.length === 0;
  return html`<div class="tick-buttons">
    <button type="button" class="text-button" ?disabled=${none} @click=${() => onTick(shown, true)}>
      ${t('Select Shown')}
    </button>
    <button type="button" class="text-button" ?disabled=${none} @click=${() => onTick(shown, false)}>
      ${t('Clear Shown')}
    </button>
  </div>`;
}
