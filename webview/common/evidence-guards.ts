import type { AgentEvidence, PanelPlace } from '../../contracts/panel-evidence.ts';
import { isRecord } from '../../contracts/unknown-values.ts';
import { listOf, textOf } from './guards.ts';

/** Evidence of code as it arrives from the extension host. */
export function evidenceOf(data: unknown): AgentEvidence | undefined {
  if (!isRecord(data)) return undefined;
  const agentId = textOf(data['agentId']);
  const places = listOf(data['places'], placeOf);
  const maybe = listOf(data['maybe'], placeOf);
  if (agentId === undefined || !places || !maybe) return undefined;
  return { agentId, places, maybe };
}

function placeOf(data: unknown): PanelPlace | undefined {
  if (!isRecord(data)) return undefined;
  const { id, label } = data;
  return typeof id === 'number' && typeof label === 'string' ? { id, label } : undefined;
}
