import { compareNames } from '../../contracts/name-order.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { t } from './words.ts';

/** The agents whose name or ID contains every word of `filter`, ignoring case. */
export function filterAgents<Agent extends PanelAgent>(
  agents: readonly Agent[],
  filter: string,
): readonly Agent[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return agents;
  return agents.filter((agent) => {
    const text = `${agent.agentName}\n${agent.agentId}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Sorts the agents in `first` before all others, and each group by name. */
export function orderAgents(
  agents: readonly PanelAgent[],
  first: ReadonlySet<string>,
): readonly PanelAgent[] {
  const rank = ({ agentId }: PanelAgent): number => (first.has(agentId) ? 0 : 1);
  return agents.toSorted((a, b) => rank(a) - rank(b) || compareAgents(a, b));
}

/** The current agents in the order on display. New agents come last, because rows must not move. */
export function agentsInPlace(
  shown: readonly PanelAgent[],
  now: readonly PanelAgent[],
): readonly PanelAgent[] {
  const byId = new Map(now.map((agent) => [agent.agentId, agent]));
  const ids = new Set(shown.map(({ agentId }) => agentId));
  const kept = shown.flatMap(({ agentId }) => byId.get(agentId) ?? []);
  return [...kept, ...now.filter(({ agentId }) => !ids.has(agentId))];
}

/** A copy of `ids` with or without the IDs of `agents`. */
export function withAgents(
  ids: ReadonlySet<string>,
  agents: readonly PanelAgent[],
  included: boolean,
): ReadonlySet<string> {
  const changed = new Set(ids);
  for (const { agentId } of agents) {
    if (included) changed.add(agentId);
    else changed.delete(agentId);
  }
  return changed;
}

/** A summary of the filter, such as `Showing 3 of 300 agents`; an empty string while all agents are shown. */
export function shownText(shown: number, all: number): string {
  if (shown === all) return '';
  return shown === 0 ? t('No agent matches the filter.') : t('Showing {0} of {1} agents', shown, all);
}

function compareAgents(a: PanelAgent, b: PanelAgent): number {
  return compareNames(a.agentName, b.agentName) || compareNames(a.agentId, b.agentId);
}
