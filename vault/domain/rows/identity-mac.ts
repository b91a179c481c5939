import type { Keyring } from '../../crypto/index.ts';
import type { WorkloadIdentityRecord } from '../../storage/records.ts';

/** Adds the MAC that covers every field of an identity. */
export function withIdentityMac(
  keyring: Keyring,
  identity: Omit<WorkloadIdentityRecord, 'mac'>,
): WorkloadIdentityRecord {
  return { ...identity, mac: keyring.mac('identity', content(identity)) };
}

/** @throws IntegrityError if the identity's row was edited */
export function verifyIdentity(keyring: Keyring, identity: WorkloadIdentityRecord): void {
  keyring.verifyMac('identity', content(identity), identity.mac, 'an identity of a workload', identity.id);
}

function content(identity: Omit<WorkloadIdentityRecord, 'mac'>) {
  const { id, accountId, agentId, name, issuer, claims, tokenMinutes, createdAt } = identity;
  return [id, accountId, agentId, name, issuer, claims, tokenMinutes, createdAt];
}
