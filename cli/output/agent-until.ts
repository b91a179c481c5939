import type { AccessList } from '../../contracts/vault-api/access.ts';

/** An agent on an access list, and when its grant expires. */
export function agentUntil(agentId: string, ends: AccessList['ends'] = []): string {
  const until = ends.find((end) => end.agentId === agentId)?.until;
  return until === undefined ? agentId : `${agentId} until ${until}`;
}
