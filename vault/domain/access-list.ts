import type { Keyring } from '../crypto/index.ts';
import type { AccessRecord } from '../storage/records.ts';

/** Adds the MAC that binds an access list to its secret and version. */
export function sealAccess(
  keyring: Keyring,
  accountId: string,
  secretId: string,
  access: Omit<AccessRecord, 'mac'>,
): AccessRecord {
  return { ...access, mac: keyring.mac('access-list', content(accountId, secretId, access)) };
}

/** @throws IntegrityError when somebody edited the list in the database. */
export function verifyAccess(
  keyring: Keyring,
  accountId: string,
  secretId: string,
  access: Omit<AccessRecord, 'updatedAt'>,
): void {
  keyring.verifyMac('access-list', content(accountId, secretId, access), access.mac, 'an access list');
}

function content(accountId: string, secretId: string, access: Pick<AccessRecord, 'version' | 'agentIds'>) {
  return [accountId, secretId, access.version, access.agentIds];
}
