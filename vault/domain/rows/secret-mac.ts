import type { Keyring } from '../../crypto/index.ts';
import type { SecretRecord } from '../../storage/records.ts';

/** Adds the MAC that covers every field of a secret except its values: its place, state and access list. */
export function withSecretMac(keyring: Keyring, secret: Omit<SecretRecord, 'mac'>): SecretRecord {
  return { ...secret, mac: keyring.mac('secret', content(secret)) };
}

/** The secret after a change: with the next revision and a new MAC. */
export function changedSecret(
  keyring: Keyring,
  secret: SecretRecord,
  changes: Partial<Omit<SecretRecord, 'id' | 'accountId' | 'name' | 'createdAt' | 'revision' | 'mac'>>,
): SecretRecord {
  return withSecretMac(keyring, { ...secret, ...changes, revision: secret.revision + 1 });
}

/** @throws IntegrityError if the row was edited in the database */
export function verifySecret(keyring: Keyring, secret: SecretRecord): void {
  keyring.verifyMac('secret', content(secret), secret.mac, 'a secret', secret.id);
}

/**
 * Revision 0 is from a time when the MAC covered only the access list.
 * @throws IntegrityError if the list is not what the vault wrote
 */
export function verifyFirstRevision(keyring: Keyring, { id, accountId, access, mac }: SecretRecord): void {
  const { version, agentIds } = access;
  keyring.verifyMac('access-list', [accountId, id, version, agentIds], mac, 'an access list');
}

function content(secret: Omit<SecretRecord, 'mac'>) {
  return [
    secret.id,
    secret.accountId,
    secret.name,
    secret.kind,
    secret.fields,
    secret.description,
    secret.version,
    secret.latestVersion,
    secret.createdAt,
    secret.updatedAt,
    secret.deletedAt,
    secret.purgeAfter,
    secret.deprecatedAt,
    secret.replacement,
    secret.access.version,
    secret.access.updatedAt,
    secret.access.agentIds,
    secret.revision,
    // For lists without ends, the content is the same as before grants could end.
    ...(secret.access.ends.length > 0 ? [endsContent(secret.access.ends)] : []),
  ];
}

function endsContent(ends: SecretRecord['access']['ends']): readonly string[] {
  return ends.flatMap(({ agentId, until }) => [until, agentId]);
}
