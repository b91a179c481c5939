import type { PanelAgent } from '../../contracts/panel-agent.ts';

/** Agents as the panels list them: sorted by name, with only the properties the panels need. */
export function byName(agents: readonly PanelAgent[]): readonly PanelAgent[] {
  return agents
    .map(({ agentId, agentName }) => ({ agentId, agentName }))
    .toSorted((a, b) => a.agentName.localeCompare(b.agentName));
}
