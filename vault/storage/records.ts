import type { SecretKind } from '../../contracts/secret.ts';
import type { Role } from '../../contracts/vault-api/identity.ts';
import type { VaultEvent } from '../../contracts/vault-api/events.ts';
import type { Upkeep } from '../../contracts/upkeep.ts';

/**
 * The stored records. Values and keys appear here only as ciphertext. Times are ISO 8601 in UTC. A `mac` is
 * created and verified by the domain; storage keeps it with the data that it covers.
 */

export interface AccountRecord {
  readonly id: string;
  readonly name: string;
  readonly vaultEnabled: boolean;
  /** If true, no admin can grant access alone: it is requested, and two admins approve it. */
  readonly secondApprover: boolean;
  /** Whether AI assistants may use tools on behalf of the account's users. */
  readonly assistants: boolean;
  /** Incremented by every change that is visible in a catalog of the account. */
  readonly catalogVersion: number;
  readonly createdAt: string;
  /**
   * Starts at 1, and is incremented by every change except one of the catalog version; 0: written before
   * accounts had a MAC.
   */
  readonly revision: number;
  /** Covers everything above except the catalog version, which is not relevant to security. */
  readonly mac: Buffer;
}

export interface AgentRecord {
  readonly accountId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When the agent was deleted; its id is never reused. */
  readonly deletedAt: string | null;
  /** Starts at 1, and is incremented by every change; 0: written before agents had a MAC. */
  readonly revision: number;
  /** Covers everything above. */
  readonly mac: Buffer;
}

export interface AccessRecord {
  /** Sorted, without duplicates. */
  readonly agentIds: readonly string[];
  /** The listed agents whose grants expire, ordered by expiry, then by id. */
  readonly ends: readonly AccessEnd[];
  readonly version: number;
  readonly updatedAt: string;
}

/** From `until` on, the agent can no longer read the secret, even if it is on the list. */
export interface AccessEnd {
  readonly agentId: string;
  readonly until: string;
}

/** A secret without its values: one row, covered by one MAC. */
export interface SecretRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** The kind and the field names of the current version. */
  readonly kind: SecretKind;
  readonly fields: readonly string[];
  readonly description: string;
  /** The current version, which reads return; restoring sets it back. */
  readonly version: number;
  /** The highest version so far; the next one is one more. */
  readonly latestVersion: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Set while the secret can be undeleted; meanwhile, it keeps its name and cannot be read. */
  readonly deletedAt: string | null;
  readonly purgeAfter: string | null;
  readonly deprecatedAt: string | null;
  /** Name of the secret to use instead. */
  readonly replacement: string | null;
  readonly upkeep: Upkeep;
  readonly access: AccessRecord;
  /**
   * Starts at 1, and is incremented by every change of this record. The audit entry of the change also
   * contains it, so that an older copy of the row is detected. 0: written before there were revisions.
   */
  readonly revision: number;
  /** Covers everything above; in revision 0, only id, account and access list. */
  readonly mac: Buffer;
  /** When an agent last read it, to the hour. Not a change of the record. */
  readonly lastReadAt: string | null;
}

/** An encrypted value and its encrypted key. */
export interface SealedRecord {
  readonly wrappedKey: Buffer;
  readonly sealedValue: Buffer;
}

/** One version of the value of an agent secret or an environment secret. */
export interface VersionRecord {
  readonly secretId: string;
  readonly version: number;
  readonly kind: SecretKind;
  readonly fields: readonly string[];
  /** The term of the key that wraps the version's data key. */
  readonly term: number;
  readonly createdAt: string;
  /** The actor, as in the audit log. */
  readonly createdBy: string;
  readonly sealed: SealedRecord;
  /** Covers everything above except the term and the value; empty: written before versions had a MAC. */
  readonly mac: Buffer;
}

/** What a run-time read needs, from one query: the secret and its current version. */
export interface ReadableRecord {
  readonly secret: SecretRecord;
  readonly sealed: SealedRecord;
}

/** A person. */
export interface UserRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly email: string | null;
  /** `none`: the identity provider no longer gives the person a role. */
  readonly role: Exclude<Role, 'agent'> | 'none';
  /** The OpenID Connect issuer and subject; both are set, or neither. */
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly disabledAt: string | null;
  /** Starts at 1, and is incremented by every change; 0: written when the MAC covered less. */
  readonly revision: number;
  /** Covers everything above. */
  readonly mac: Buffer;
}

export interface TokenRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly role: Role;
  readonly agentId: string | null;
  /**
   * The person that the token speaks for; null for agents, and for the first key of a vault created before
   * there were people.
   */
  readonly userId: string | null;
  /** Networks (CIDR) from which the token can be used; empty: any. */
  readonly addresses: readonly string[];
  /**
   * Who issued the token: the id of a user, or of a key that speaks for no one; `operator`; or `sign-in`.
   * Null for tokens issued before this was stored.
   */
  readonly issuedBy: string | null;
  readonly digest: Buffer;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  /** Approximate: only for display. */
  readonly lastUsedAt: string | null;
  /** Covers everything above except the last use. */
  readonly mac: Buffer;
}

/**
 * Records that a token, sandbox session or workload identity was revoked or ended before its expiry. Written
 * once, it outlives the row of the credential, so an older copy of that row is not valid.
 */
export interface EndRecord {
  /** Id of the credential. */
  readonly id: string;
  readonly accountId: string;
  readonly endedAt: string;
  /** When the credential would have expired. The end record is kept longer than that. */
  readonly expiresAt: string;
}

/** A token with its account and, if it speaks for a user, that user; from one query. */
export interface FoundToken {
  readonly token: TokenRecord;
  /** Whether it has an {@link EndRecord}, regardless of its row. */
  readonly isEnded: boolean;
  readonly account: AccountRecord;
  readonly user: UserRecord | undefined;
}

/** Describes which workloads, by the claims of their issuer, can get tokens of an agent. Never changes. */
export interface WorkloadIdentityRecord {
  readonly id: string;
  readonly accountId: string;
  readonly agentId: string;
  readonly name: string;
  readonly issuer: string;
  /** Conditions on a token's claims, as JSON. */
  readonly claims: string;
  /** Lifetime of the agent tokens that it issues. */
  readonly tokenMinutes: number;
  readonly createdAt: string;
  /** Covers everything above. */
  readonly mac: Buffer;
}

/** Lets a sandbox read the environment secrets of one user for a short time. */
export interface SandboxSessionRecord {
  readonly id: string;
  readonly accountId: string;
  readonly userId: string;
  readonly digest: Buffer;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly mac: Buffer;
}

/** A session with its account and user; from one query. */
export interface FoundSession {
  readonly session: SandboxSessionRecord;
  readonly account: AccountRecord;
  readonly user: UserRecord;
}

export interface EnvironmentSecretRecord {
  readonly id: string;
  readonly accountId: string;
  readonly userId: string;
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly revision: number;
  /** Covers everything above. */
  readonly mac: Buffer;
}

export interface ReadableEnvironmentSecret {
  readonly secret: EnvironmentSecretRecord;
  readonly sealed: SealedRecord;
}

export interface AccessRequestRecord {
  readonly id: string;
  readonly accountId: string;
  readonly agentId: string;
  readonly secretName: string;
  readonly status: 'pending' | 'approved' | 'declined' | 'cancelled';
  readonly reason: string;
  /** Where in the code the secret is read, such as `functions/pay.py:12`. */
  readonly place: string | null;
  /** Id of the user, or of the token if it speaks for no user. */
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly createdAt: string;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: string | null;
  /** The note of the person who decided. */
  readonly note: string | null;
  /** The first of two approvers; null if there is none yet, or if one is enough. */
  readonly approvedBy: string | null;
  readonly approvedByName: string | null;
  readonly approvedAt: string | null;
  /** When the approved access expires, even if only the first of two approvers has approved; null: never. */
  readonly until: string | null;
  /** Covers everything above. */
  readonly mac: Buffer;
}

/** The response to a creation, so that repeating the request does not create anything else. */
export interface IdempotencyRecord {
  readonly accountId: string;
  /** The sender: keys of different callers are independent. */
  readonly actorId: string;
  readonly route: string;
  /** Keyed digest of the `Idempotency-Key`. */
  readonly digest: Buffer;
  /** Keyed digest of the request, to refuse the same key with a different request. */
  readonly requestDigest: Buffer;
  /** Identifies what was created; never contains a value or token. */
  readonly answer: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Covers everything above. */
  readonly mac: Buffer;
}

/**
 * `seed`: the key material for MACs, digests and signatures; `term` is its generation, starting at 0. `kept`:
 * what remains of a replaced seed. `term`: wraps data keys; can be deleted once no version uses it.
 */
export interface KeyRecord {
  readonly purpose: 'kept' | 'seed' | 'term';
  readonly term: number;
  readonly wrapped: Buffer;
  readonly createdAt: string;
  /** `retiring`: can unwrap, but wraps nothing new. */
  readonly state: 'active' | 'retiring';
}

export interface AuditRecord {
  /** Starts at 1, without gaps. */
  readonly seq: number;
  readonly at: string;
  readonly accountId: string;
  readonly actorId: string;
  readonly actorRole: Role | 'sandbox' | 'vault';
  readonly action: string;
  readonly decision: 'allowed' | 'denied' | 'failed';
  /** Code of the problem that was returned; null if the action was allowed. */
  readonly code: string | null;
  readonly secretName: string | null;
  readonly agentId: string | null;
  readonly version: number | null;
  readonly granted: readonly string[];
  /** When the grant or the first approval expires; absent if it does not. */
  readonly until?: string;
  readonly revoked: readonly string[];
  readonly requestId: string;
  /** The secret that was changed, and the new revision that its row must have until the next change. */
  readonly secretId: string | null;
  readonly revision: number | null;
  /** The user that the actor's token speaks for. */
  readonly userId: string | null;
  /** Id of the user, token, session or request that the action was about. */
  readonly targetId: string | null;
  /** Network address that the request came from. */
  readonly address: string | null;
  /** Covers everything above and the MAC of the previous entry. */
  readonly mac: Buffer;
}

/** The end of the audit chain. */
export interface AuditHead {
  readonly seq: number;
  readonly mac: Buffer;
}

/** A signed statement that the chain had this head. */
export interface CheckpointRecord extends AuditHead {
  readonly at: string;
  readonly keyId: string;
  readonly signature: Buffer;
}

/** Consecutive entries of the audit log under one signature. */
export interface SegmentRecord {
  readonly first: number;
  readonly last: number;
  /** When the last entry was written. */
  readonly lastAt: string;
  /** The vault's signed statement about the entries, as one line of JSON. */
  readonly manifest: string;
  /** When the export of the segment was read back and verified; null until then. */
  readonly exportedAt: string | null;
}

export interface EventRecord {
  /** Increasing; gaps are possible. */
  readonly seq: number;
  readonly event: VaultEvent;
}
