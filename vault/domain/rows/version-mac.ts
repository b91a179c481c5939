import type { Keyring } from '../../crypto/index.ts';
import type { VersionRecord } from '../../storage/records.ts';

/**
 * Adds the MAC that covers the metadata of a version. Its value and data key are authenticated by themselves,
 * and the data key changes with every term.
 */
export function withVersionMac(keyring: Keyring, version: Omit<VersionRecord, 'mac'>): VersionRecord {
  return { ...version, mac: keyring.mac('version', content(version)) };
}

/** @throws IntegrityError if the row was edited in the database */
export function verifyVersion(keyring: Keyring, version: VersionRecord): void {
  keyring.verifyMac('version', content(version), version.mac, 'a version of a secret', version.secretId);
}

function content({ secretId, version, kind, fields, createdAt, createdBy }: Omit<VersionRecord, 'mac'>) {
  return [secretId, version, kind, fields, createdAt, createdBy];
}
