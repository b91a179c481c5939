import type { Identity } from '../../contracts/vault-api/identity.ts';
import type { Caller } from './caller.ts';

/** What a caller may know of itself. */
export function describeCaller(caller: Caller): Identity {
  return {
    id: caller.id,
    name: caller.name,
    role: caller.role,
    accountId: caller.account.id,
    accountName: caller.account.name,
    ...(caller.agentId === null ? {} : { agentId: caller.agentId }),
    rights: [...caller.rights],
    vaultEnabled: caller.account.vaultEnabled,
    expiresAt: caller.expiresAt,
  };
}
