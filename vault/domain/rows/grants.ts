import type { AccessList } from '../../../contracts/vault-api/access.ts';
import type { AccessRecord } from '../../storage/records.ts';

/** Whether an agent can read now: it is on the list, and its grant has not expired. */
export function mayRead({ agentIds, ends }: AccessRecord, agentId: string, now: Date): boolean {
  if (!agentIds.includes(agentId)) return false;
  if (ends.length === 0) return true;
  const until = endOf(ends, agentId);
  return until === undefined || Date.parse(until) > now.getTime();
}

/** When an agent's grant expires; `undefined` if it does not. */
export function endOf(ends: AccessRecord['ends'], agentId: string): string | undefined {
  return ends.find((end) => end.agentId === agentId)?.until;
}

/** Expiries as the API returns them; empty if no grant expires. */
export function shownEnds({ ends }: AccessRecord): Pick<AccessList, 'ends'> {
  return ends.length === 0 ? {} : { ends: [...ends] };
}
