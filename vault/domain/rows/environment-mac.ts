import type { Keyring } from '../../crypto/index.ts';
import type { EnvironmentSecretRecord } from '../../storage/records.ts';

/** Adds the MAC that covers every field of an environment secret except its values. */
export function withEnvironmentMac(
  keyring: Keyring,
  secret: Omit<EnvironmentSecretRecord, 'mac'>,
): EnvironmentSecretRecord {
  return { ...secret, mac: keyring.mac('environment', content(secret)) };
}

/** @throws IntegrityError if the row was edited in the database */
export function verifyEnvironmentSecret(keyring: Keyring, secret: EnvironmentSecretRecord): void {
  keyring.verifyMac('environment', content(secret), secret.mac, 'an environment secret', secret.id);
}

function content(secret: Omit<EnvironmentSecretRecord, 'mac'>) {
  const { id, accountId, userId, name, description, version, createdAt, updatedAt, revision } = secret;
  return [id, accountId, userId, name, description, version, createdAt, updatedAt, revision];
}
