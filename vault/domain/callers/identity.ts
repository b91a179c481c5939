import type { Identity, Role } from '../../../contracts/vault-api/identity.ts';
import { ProblemError } from '../../errors.ts';
import type { Caller } from './caller.ts';

/** What a caller can know about itself. */
export function describeCaller(caller: Caller): Identity {
  return {
    id: caller.id,
    name: caller.name,
    role: roleOf(caller),
    accountId: caller.account.id,
    accountName: caller.account.name,
    ...(caller.agentId === null ? {} : { agentId: caller.agentId }),
    ...(caller.userId === null ? {} : { userId: caller.userId }),
    rights: [...caller.rights],
    vaultEnabled: caller.account.vaultEnabled,
    expiresAt: caller.expiresAt,
  };
}

/** A sandbox speaks for no person. @throws ProblemError `Forbidden` */
function roleOf({ role }: Caller): Role {
  if (role !== 'sandbox') return role;
  throw new ProblemError('Forbidden', 'A sandbox reads its environment and nothing else.');
}
