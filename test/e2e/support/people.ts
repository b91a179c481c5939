import type { PersonRole } from '../../../contracts/vault-api/users.ts';
import { createVaultClient, type VaultClient } from '../../../vault-client/index.ts';
import type { TestVault } from './test-vault.ts';

export interface TestPerson {
  readonly id: string;
  readonly key: string;
  /** Changes the user's role, like an admin elsewhere while the user is working. */
  readonly becomes: (role: PersonRole) => Promise<unknown>;
  readonly losesKey: () => Promise<void>;
  readonly getsKey: () => Promise<string>;
  /** Requests access, as a user would from a warning. */
  readonly requests: (wish: { readonly agentId: string; readonly secretName: string }) => Promise<unknown>;
}

/** Creates a user with a new name and key. */
export async function createPerson(
  vault: TestVault,
  { name, role }: { readonly name: string; readonly role: PersonRole },
): Promise<TestPerson> {
  const { accountId, admin } = vault;
  const people = peopleOf(vault);
  const { id } = await people.createUser(accountId, { name, role });
  const issue = () => admin.issueToken(accountId, { name, role, userId: id });
  const issued = await issue();
  return {
    id,
    key: issued.token,
    becomes: (changed) => people.changeUser(accountId, id, { role: changed }),
    losesKey: () => people.revokeToken(accountId, issued.id),
    getsKey: async () => (await issue()).token,
    requests: ({ agentId, secretName }) =>
      createVaultClient({ url: vault.url, key: issued.token, fetch }).requestAccess(agentId, { secretName }),
  };
}

function peopleOf({ url, keys }: TestVault): VaultClient {
  return createVaultClient({ url, key: keys.admin, fetch });
}
