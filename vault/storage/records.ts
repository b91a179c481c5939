import type { SecretKind } from '../../contracts/secret.ts';
import type { Role } from '../../contracts/vault-api/identity.ts';
import type { VaultEvent } from '../../contracts/vault-api/events.ts';

/** What is stored. Values and keys appear here as ciphertext only. Times are ISO 8601, UTC. */

export interface AccountRecord {
  readonly id: string;
  readonly name: string;
  readonly vaultEnabled: boolean;
  /** Grows with every change that a catalog of the account shows. */
  readonly catalogVersion: number;
  readonly createdAt: string;
}

export interface AgentRecord {
  readonly accountId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface AccessRecord {
  /** Sorted, without repetition. */
  readonly agentIds: readonly string[];
  readonly version: number;
  readonly updatedAt: string;
  /** Over the account, the secret, the version and the agents. */
  readonly mac: Buffer;
}

export interface SecretRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly kind: SecretKind;
  readonly fields: readonly string[];
  readonly description: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly access: AccessRecord;
}

/** One version of a secret's value, encrypted. */
export interface SealedRecord {
  readonly wrappedKey: Buffer;
  readonly sealedValue: Buffer;
}

/** What a run-time read needs, in one look. */
export interface ReadableRecord {
  readonly id: string;
  readonly kind: SecretKind;
  readonly version: number;
  readonly access: Omit<AccessRecord, 'updatedAt'>;
  readonly sealed: SealedRecord;
}

export interface TokenRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly role: Role;
  readonly agentId: string | null;
  readonly digest: Buffer;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  /** Over everything above but name and creation. */
  readonly mac: Buffer;
}

/** `purpose` is `seed` (term 0) or `term`. */
export interface KeyRecord {
  readonly purpose: 'seed' | 'term';
  readonly term: number;
  readonly wrapped: Buffer;
  readonly createdAt: string;
}

export interface AuditRecord {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly at: string;
  readonly accountId: string;
  readonly actorId: string;
  readonly actorRole: Role | 'vault';
  readonly action: string;
  readonly decision: 'allowed' | 'denied' | 'failed';
  /** Code of the problem that was answered; null when allowed. */
  readonly code: string | null;
  readonly secretName: string | null;
  readonly agentId: string | null;
  readonly version: number | null;
  readonly granted: readonly string[];
  readonly revoked: readonly string[];
  readonly requestId: string;
  /** Over everything above and the MAC of the entry before. */
  readonly mac: Buffer;
}

export interface EventRecord {
  /** Grows; gaps are possible. */
  readonly seq: number;
  readonly event: VaultEvent;
}
