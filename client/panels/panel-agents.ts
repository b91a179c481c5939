import type { PanelAgent } from '../../contracts/panel-agent.ts';

/** Agents as the panels list them: by name, without what the panels have no use for. */
export function byName(agents: readonly PanelAgent[]): readonly PanelAgent[] {
  return agents
    .map(({ agentId, agentName }) => ({ agentId, agentName }))
    .toSorted((a, b) => a.agentName.localeCompare(b.agentName));
}
