import type { AgentEvidence, PanelPlace } from '../../../contracts/panel-evidence.ts';
import type { PanelAgent } from '../../../contracts/panel-agent.ts';

/** `PROJECT-001` to `PROJECT-<count>`, called `Agent 1 …` with the names of cities. */
export function someAgents(count: number): readonly PanelAgent[] {
  const cities = ['Berlin', 'Lisbon', 'Nairobi', 'Osaka', 'Quito', 'Tallinn', 'Toronto'];
  return Array.from({ length: count }, (_, index) => ({
    agentId: `PROJECT-${String(index + 1).padStart(3, '0')}`,
    agentName: `Agent ${index + 1} ${cities[index % cities.length] ?? ''}`,
  }));
}

/** Agent 1 reads the secret in four places, agent 3 in one, agent 4 in none, agent 5 perhaps. */
export const someEvidence: readonly AgentEvidence[] = [
  { agentId: 'PROJECT-001', places: places('berlin', 0, 4), maybe: [] },
  { agentId: 'PROJECT-003', places: places('nairobi', 4, 1), maybe: [] },
  { agentId: 'PROJECT-004', places: [], maybe: [] },
  { agentId: 'PROJECT-005', places: [], maybe: places('quito', 5, 1) },
];

function places(folder: string, firstId: number, count: number): readonly PanelPlace[] {
  return Array.from({ length: count }, (_, index) => ({
    id: firstId + index,
    label: `${folder}/functions/pay.py:${index + 1}`,
  }));
}
