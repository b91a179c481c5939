import type { PersonRole } from '../../../contracts/vault-api/users.ts';
import { sessionPrefix } from '../../../vault/domain/people/credentials.ts';
import { createToken, daysFromNow } from '../../../vault/domain/people/tokens.ts';
import { keepToken } from './keep-token.ts';
import type { TestVault } from './test-vault.ts';

/** Signs in a new user and returns the session's key. */
export async function startSession(test: TestVault, role: PersonRole, days = 1): Promise<string> {
  const userId = await test.addUser(role);
  const fields = {
    accountId: test.accountId,
    name: 'Sign-in',
    role,
    agentId: null,
    userId,
    issuedBy: 'sign-in',
  };
  const expiresAt = daysFromNow(test.vault, days);
  const { token, record } = createToken(test.vault, { ...fields, expiresAt }, sessionPrefix);
  await keepToken(test.vault, record);
  return token;
}
