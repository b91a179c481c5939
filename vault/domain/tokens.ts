import type { IssuedToken, NewToken } from '../../contracts/vault-api/identity.ts';
import { newToken } from '../crypto/index.ts';
import { ProblemError } from '../errors.ts';
import type { TokenRecord } from '../storage/records.ts';
import { requireAgents } from './agents.ts';
import { audited } from './audit.ts';
import type { Caller } from './caller.ts';
import { withTokenMac } from './token-mac.ts';
import type { Vault } from './vault.ts';

const defaultDays = 90;

/** The token itself is in the answer and nowhere else. @throws ProblemError `InvalidInput` */
export async function issueToken(vault: Vault, caller: Caller, input: NewToken): Promise<IssuedToken> {
  return audited(vault, caller, 'token.issue', async (tx, subject) => {
    if ((input.role === 'agent') !== (input.agentId !== undefined)) {
      throw new ProblemError('InvalidInput', 'A token of the role agent, and no other, names its agent.');
    }
    const agentId = input.agentId ?? null;
    if (agentId !== null) {
      await requireAgents(tx, caller.account.id, [agentId]);
      subject.agentId = agentId;
    }
    const { token, record } = createToken(vault, {
      accountId: caller.account.id,
      name: input.name,
      role: input.role,
      agentId,
      expiresAt: endOf(vault, input.expiresAt),
    });
    await tx.insertToken(record);
    const { id, name, role, expiresAt } = record;
    return { id, token, name, role, ...(agentId === null ? {} : { agentId }), expiresAt };
  });
}

/** From the moment this resolves the token is refused. Revoking twice is no error. */
export async function revokeToken(vault: Vault, caller: Caller, id: string): Promise<void> {
  await audited(vault, caller, 'token.revoke', async (tx, subject) => {
    const token = await tx.findTokenById(caller.account.id, id);
    if (!token) throw new ProblemError('NotFound', 'The account has no token of this id.');
    if (token.agentId !== null) subject.agentId = token.agentId;
    if (token.revokedAt !== null) return;
    await tx.updateToken(withTokenMac(vault.keyring, { ...token, revokedAt: vault.now().toISOString() }));
  });
}

/** A new token and what is stored of it. */
export function createToken(
  vault: Pick<Vault, 'keyring' | 'now' | 'newId'>,
  fields: Pick<TokenRecord, 'accountId' | 'name' | 'role' | 'agentId' | 'expiresAt'> &
    Partial<Pick<TokenRecord, 'userId' | 'addresses'>>,
): { token: string; record: TokenRecord } {
  const token = newToken(fields.role);
  const record = withTokenMac(vault.keyring, {
    userId: null,
    addresses: [],
    ...fields,
    id: vault.newId('tok'),
    digest: vault.keyring.digestToken(token),
    createdAt: vault.now().toISOString(),
    revokedAt: null,
    lastUsedAt: null,
  });
  return { token, record };
}

/** A time so many days from now. */
export function daysFromNow(vault: Pick<Vault, 'now'>, days: number): string {
  return new Date(vault.now().getTime() + days * 86_400_000).toISOString();
}

function endOf(vault: Vault, expiresAt: string | undefined): string {
  if (expiresAt === undefined) return daysFromNow(vault, defaultDays);
  const end = new Date(expiresAt);
  if (end.getTime() > vault.now().getTime()) return end.toISOString();
  throw new ProblemError('InvalidInput', 'A token must end in the future.');
}
