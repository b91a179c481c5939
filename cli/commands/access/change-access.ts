import type { AccessChange, ChangedAccess } from '../../../contracts/vault-api/access.ts';
import { VaultError } from '../../../vault-client/index.ts';
import type { VaultClient } from '../../../vault-client/index.ts';
import { mapBounded } from '../../map-bounded.ts';

type Vault = Pick<VaultClient, 'access' | 'changeManyAccessLists'>;

/**
 * Others may change the lists in the meantime; adding and removing have the same meaning on the newest
 * version.
 */
const tries = 4;

/** Makes the same change to the access lists of all these secrets, or to none. @throws VaultError */
export async function changeAccess(
  vault: Vault,
  accountId: string,
  names: readonly string[],
  change: AccessChange,
): Promise<ChangedAccess> {
  for (let left = tries; ; left -= 1) {
    try {
      return await changeOnce(vault, accountId, names, change);
    } catch (error) {
      if (left === 1 || !(error instanceof VaultError) || error.code !== 'VersionConflict') throw error;
    }
  }
}

async function changeOnce(
  vault: Vault,
  accountId: string,
  names: readonly string[],
  change: AccessChange,
): Promise<ChangedAccess> {
  const lists = await mapBounded(names, (name) => vault.access(accountId, name));
  const changes = lists.map(({ name, etag }) => Object.assign({ name, etag }, change));
  return vault.changeManyAccessLists(accountId, { changes });
}
