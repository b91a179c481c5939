import type { AccessList } from '../../../contracts/vault-api/access.ts';
import type { AccessRecord } from '../../storage/records.ts';

/** Whether an agent can read now: it is on the list, and its grant has not ended. */
export function mayRead({ agentIds, ends }: AccessRecord, agentId: string, now: Date): boolean {
  if (!agentIds.includes(agentId)) return false;
  if (ends.length === 0) return true;
  const until = endOf(ends, agentId);
  return until === undefined || Date.parse(until) > now.getTime();
}

/** When the grant of an agent ends; `undefined` if it has no end. */
export function endOf(ends: AccessRecord['ends'], agentId: string): string | undefined {
  return ends.find((end) => end.agentId === agentId)?.until;
}

/** The ends as the API shows them; empty if no grant ends. */
export function shownEnds({ ends }: AccessRecord): Pick<AccessList, 'ends'> {
  return ends.length === 0 ? {} : { ends: [...ends] };
}
