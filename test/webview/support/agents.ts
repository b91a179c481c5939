import type { PanelAgent } from '../../../contracts/webview-messages.ts';

/** `PROJECT-001` to `PROJECT-<count>`, called `Agent 1 …` with the names of cities. */
export function someAgents(count: number): readonly PanelAgent[] {
  const cities = ['Berlin', 'Lisbon', 'Nairobi', 'Osaka', 'Quito', 'Tallinn', 'Toronto'];
  return Array.from({ length: count }, (_, index) => ({
    agentId: `PROJECT-${String(index + 1).padStart(3, '0')}`,
    agentName: `Agent ${index + 1} ${cities[index % cities.length] ?? ''}`,
  }));
}
