import type { UserRecord } from '../../storage/records.ts';
import type { Vault } from '../context/vault.ts';
import { withUserMac } from '../rows/user-mac.ts';

/**
 * The person that a key created by the vault itself speaks for, so that its holder can use personal features.
 */
export function newAdminUser(
  { keyring, newId }: Pick<Vault, 'keyring' | 'newId'>,
  accountId: string,
  createdAt: string,
): UserRecord {
  return withUserMac(keyring, {
    id: newId('usr'),
    accountId,
    name: 'Admin',
    email: null,
    role: 'admin',
    issuer: null,
    subject: null,
    createdAt,
    updatedAt: createdAt,
    disabledAt: null,
    revision: 1,
  });
}
