import type { SecretKind } from '../../contracts/secret.ts';
import type { VaultEvent } from '../../contracts/vault-api/events.ts';
import type {
  AccessRequestRecord,
  AccountRecord,
  AgentRecord,
  AuditHead,
  AuditRecord,
  CheckpointRecord,
  EndRecord,
  EnvironmentSecretRecord,
  FoundSession,
  FoundToken,
  IdempotencyRecord,
  KeyRecord,
  ReadableEnvironmentSecret,
  ReadableRecord,
  SandboxSessionRecord,
  SecretRecord,
  SegmentRecord,
  TokenRecord,
  UserRecord,
  VersionRecord,
  WorkloadIdentityRecord,
} from './records.ts';

/**
 * A page of names (or ids) after `after`, in order of their UTF-8 bytes. Audit entries and access requests
 * are newest first. An index serves every page, so the last one costs no more than the first.
 */
export interface PageRequest {
  readonly after: string | undefined;
  readonly limit: number;
}

export interface SecretFilter {
  readonly namePrefix?: string;
  readonly kind?: SecretKind;
  /** Only secrets that this agent can read. */
  readonly agentId?: string;
  /** True: only deleted secrets; otherwise only those that are not deleted. */
  readonly deleted?: boolean;
}

export interface AuditFilter {
  /** Any of these; `token.*` means all that begin with `token.`. */
  readonly actions?: readonly string[];
  readonly secretName?: string;
  readonly agentId?: string;
  readonly actorId?: string;
  readonly userId?: string;
  readonly decision?: AuditRecord['decision'];
  /** In the format of {@link AuditRecord.at}. */
  readonly since?: string;
  readonly until?: string;
}

export interface AuditPage {
  readonly entries: readonly AuditRecord[];
  /** The `before` of the next page, which may exist even after a partial page; undefined at the end. */
  readonly next: number | undefined;
}

export interface AccessRequestFilter {
  readonly agentId?: string;
  readonly secretName?: string;
  readonly status?: AccessRequestRecord['status'];
  readonly requestedBy?: string;
}

export interface TokenFilter {
  readonly agentId?: string;
  readonly userId?: string;
}

/** Tokens whose end is in a period: at or after `from`, and before `before`. */
export interface TokenEnds {
  readonly from: string;
  readonly before: string;
  readonly role?: TokenRecord['role'];
  /** The prefix of the tokens' ids. */
  readonly idPrefix?: string;
}

/** Identifies the response to a repeated request. */
export type IdempotencyKey = Pick<IdempotencyRecord, 'accountId' | 'actorId' | 'route' | 'digest'>;

/** The position of a pass over all versions. */
export interface VersionPosition {
  readonly secretId: string;
  readonly version: number;
}

/** The number of items of each kind in a vault, excluding deleted ones; `entries` counts the audit log. */
export interface VaultFigures {
  readonly accounts: number;
  readonly agents: number;
  readonly secrets: number;
  readonly entries: number;
}

/** All queries. None of them changes anything. */
export interface View {
  vaultId(): Promise<string | undefined>;
  /** The known time, as last stored by the vault. */
  knownTime(): Promise<string | undefined>;
  keys(): Promise<readonly KeyRecord[]>;

  findAccount(id: string): Promise<AccountRecord | undefined>;
  firstAccount(): Promise<AccountRecord | undefined>;
  listAccounts(page: PageRequest): Promise<readonly AccountRecord[]>;

  listAgents(accountId: string, page: PageRequest, idPrefix?: string): Promise<readonly AgentRecord[]>;
  /** Includes deleted agents, so that every row can be verified. */
  agentsById(accountId: string, page: PageRequest): Promise<readonly AgentRecord[]>;
  /** Includes deleted agents: the caller must check `deletedAt`. */
  findAgent(accountId: string, agentId: string): Promise<AgentRecord | undefined>;
  /** Those of the given ids that are not, or no longer, agents of the account. */
  unknownAgents(accountId: string, agentIds: readonly string[]): Promise<readonly string[]>;

  listSecrets(accountId: string, page: PageRequest, filter?: SecretFilter): Promise<readonly SecretRecord[]>;
  /** Includes deleted secrets: the caller must check `deletedAt`. */
  findSecret(accountId: string, name: string): Promise<SecretRecord | undefined>;
  /** Those of the named secrets that exist, ordered by name; includes deleted ones. */
  findSecrets(accountId: string, names: readonly string[]): Promise<readonly SecretRecord[]>;
  /** Includes deleted secrets: the MAC must be verified before `deletedAt` is trusted. */
  findReadable(accountId: string, name: string): Promise<ReadableRecord | undefined>;
  /** Newest first; `before` is a version. */
  listVersions(
    secretId: string,
    page: { readonly before: number | undefined; readonly limit: number },
  ): Promise<readonly VersionRecord[]>;
  findVersion(secretId: string, version: number): Promise<VersionRecord | undefined>;
  /** Whether any version has an empty MAC. */
  hasVersionsWithoutMac(): Promise<boolean>;
  /** Deleted secrets of all accounts that are due for purging. */
  secretsToPurge(now: string, limit: number): Promise<readonly SecretRecord[]>;
  /**
   * Secrets in all accounts, including deleted ones, that have a grant that expired by `now`; the earliest
   * expiry first.
   */
  secretsWithEndedAccess(now: string, limit: number): Promise<readonly SecretRecord[]>;
  /** The number of secrets in all accounts that expire or are due for rotation before this date. */
  countDue(before: string): Promise<number>;
  /** Secrets of all accounts ordered by id, to verify every row. */
  secretsById(page: PageRequest): Promise<readonly SecretRecord[]>;
  /** Secrets in all accounts, including deleted ones, whose access lists name deleted agents. */
  secretsOfDeletedAgents(limit: number): Promise<readonly SecretRecord[]>;
  /** Secrets of all accounts in revision 0. */
  secretsWithoutRevision(limit: number): Promise<readonly SecretRecord[]>;
  /**
   * Versions whose data key is wrapped under `term`, in a fixed order specific to the engine. Rewrapped ones
   * no longer appear, so a pass always terminates, however much is written in the meantime.
   */
  versionsOfTerm(
    term: number,
    page: { readonly after: VersionPosition | undefined; readonly limit: number },
  ): Promise<readonly VersionRecord[]>;

  listUsers(accountId: string, page: PageRequest): Promise<readonly UserRecord[]>;
  findUser(accountId: string, id: string): Promise<UserRecord | undefined>;
  findUserBySubject(accountId: string, issuer: string, subject: string): Promise<UserRecord | undefined>;

  findToken(digest: Buffer): Promise<FoundToken | undefined>;
  findTokenById(accountId: string, id: string): Promise<TokenRecord | undefined>;
  listTokens(accountId: string, page: PageRequest, filter?: TokenFilter): Promise<readonly TokenRecord[]>;
  /** Tokens in all accounts, ordered by when they were revoked or, failing that, expire; earliest first. */
  tokensEnding(ends: TokenEnds, limit: number): Promise<readonly TokenRecord[]>;
  /** Searches all accounts: the caller must check `accountId`. */
  findIdentity(id: string): Promise<WorkloadIdentityRecord | undefined>;
  /** Ordered by id. */
  listIdentities(
    accountId: string,
    page: PageRequest,
    filter?: { readonly agentId?: string },
  ): Promise<readonly WorkloadIdentityRecord[]>;
  findSession(digest: Buffer): Promise<FoundSession | undefined>;
  listSessions(userId: string, page: PageRequest): Promise<readonly SandboxSessionRecord[]>;
  sessionsOfAccount(accountId: string, page: PageRequest): Promise<readonly SandboxSessionRecord[]>;
  /** Sessions of all accounts that expired before `now`. */
  expiredSessions(now: string, limit: number): Promise<readonly SandboxSessionRecord[]>;
  /** Those of the given ids that have an {@link EndRecord}. */
  endedOf(ids: readonly string[]): Promise<readonly string[]>;
  /** End records in all accounts, ordered by id. */
  listEnds(page: PageRequest): Promise<readonly EndRecord[]>;

  listEnvironment(userId: string, page: PageRequest): Promise<readonly EnvironmentSecretRecord[]>;
  findEnvironmentSecret(userId: string, name: string): Promise<EnvironmentSecretRecord | undefined>;
  /** All environment secrets of a user, with their current values. */
  readEnvironment(userId: string): Promise<readonly ReadableEnvironmentSecret[]>;

  listAccessRequests(
    accountId: string,
    page: PageRequest,
    filter?: AccessRequestFilter,
  ): Promise<readonly AccessRequestRecord[]>;
  findAccessRequest(accountId: string, id: string): Promise<AccessRequestRecord | undefined>;
  /** This person's pending request for this secret and agent. */
  pendingAccessRequest(
    accountId: string,
    agentId: string,
    secretName: string,
    requestedBy: string,
  ): Promise<AccessRequestRecord | undefined>;

  findIdempotent(key: IdempotencyKey): Promise<IdempotencyRecord | undefined>;

  /** Covers all accounts, ordered by key; used to renew the MAC of every row. */
  listIdempotent(after: IdempotencyKey | undefined, limit: number): Promise<readonly IdempotencyRecord[]>;

  /** Entries of one account before the entry `before`, newest first. Searches a limited part of the log. */
  listAudit(
    accountId: string,
    page: { readonly before: number | undefined; readonly limit: number },
    filter?: AuditFilter,
  ): Promise<AuditPage>;
  lastCheckpoint(): Promise<CheckpointRecord | undefined>;
  checkpointsAfter(seq: number, limit: number): Promise<readonly CheckpointRecord[]>;
  /** Sealed segments that end after the entry `seq`, oldest first. */
  segmentsAfter(seq: number, limit: number): Promise<readonly SegmentRecord[]>;
  lastSegment(): Promise<SegmentRecord | undefined>;
  /**
   * A part of the snapshot stored when the log was last pruned, counted from 0; `undefined` after the last.
   */
  snapshotPart(part: number): Promise<Buffer | undefined>;
  figures(): Promise<VaultFigures>;
  /** Size of the entire database on disk. */
  databaseBytes(): Promise<number>;
}

/** What nearly every change reads first; these queries can be combined for many changes. */
export type Ahead = Pick<
  View,
  'findToken' | 'findSecret' | 'findEnvironmentSecret' | 'unknownAgents' | 'keys'
>;

/** Computes the entry's MAC, given the end of the chain. Called once, when all other work is done. */
export type SignEntry = (head: AuditHead) => AuditRecord;

/** A view whose reader appends audit entries. */
export interface AuditedView extends View {
  /** The entry becomes durable with the transaction. */
  appendAudit(seal: SignEntry): Promise<void>;
}

/** Methods that return a boolean return false, and change nothing, if the id or name is taken. */
export interface Transaction extends AuditedView {
  setVaultId(id: string): Promise<void>;
  setKnownTime(text: string): Promise<void>;
  insertKey(key: KeyRecord): Promise<void>;
  updateKey(key: KeyRecord): Promise<void>;
  /** The purpose defaults to `term`. Nothing may depend on the key any more. */
  deleteKey(term: number, purpose?: KeyRecord['purpose']): Promise<void>;

  insertAccount(account: AccountRecord): Promise<void>;
  /** Writes the entire record except the version of the catalog; the id cannot change. */
  updateAccount(account: AccountRecord): Promise<void>;
  /**
   * Must be called for every change that is visible in a catalog. Changes that become visible together may
   * count as one.
   */
  bumpCatalogVersion(accountId: string): Promise<void>;

  insertAgent(agent: AgentRecord): Promise<boolean>;
  updateAgent(agent: AgentRecord): Promise<void>;

  insertSecret(secret: SecretRecord, version: VersionRecord): Promise<boolean>;
  /** Writes the entire record; id, account and name cannot change. */
  updateSecret(secret: SecretRecord): Promise<void>;
  insertVersion(version: VersionRecord): Promise<void>;
  setVersionMac(place: VersionPosition, mac: Buffer): Promise<void>;
  /** Stores the same data key, wrapped under another term. False if the version no longer exists. */
  rewrapVersion(place: VersionPosition, wrappedKey: Buffer, term: number): Promise<boolean>;
  /** Destroys the secret with all its versions and their keys, and frees its name. */
  purgeSecret(id: string): Promise<void>;

  /** False if another user of the account has this issuer and subject. */
  insertUser(user: UserRecord): Promise<boolean>;
  updateUser(user: UserRecord): Promise<void>;

  insertToken(token: TokenRecord): Promise<void>;
  updateToken(token: TokenRecord): Promise<void>;
  /** Never sets the time back, regardless of the order of writes. */
  touchToken(id: string, lastUsedAt: string): Promise<void>;
  /** The only change of `lastReadAt`. Never sets the time back. */
  touchSecret(id: string, lastReadAt: string): Promise<void>;
  deleteToken(id: string): Promise<void>;
  insertIdentity(identity: WorkloadIdentityRecord): Promise<void>;
  deleteIdentity(id: string): Promise<void>;
  insertSession(session: SandboxSessionRecord): Promise<void>;
  updateSession(session: SandboxSessionRecord): Promise<void>;
  deleteSession(id: string): Promise<void>;
  /** Stores only the first end record of a credential: later ones change nothing. */
  insertEnd(end: EndRecord): Promise<void>;
  /**
   * Removes at most `limit` end records of credentials that expired before `expiredBefore`; resolves to the
   * number removed.
   */
  removeEnds(expiredBefore: string, limit: number): Promise<number>;

  insertEnvironmentSecret(secret: EnvironmentSecretRecord, version: VersionRecord): Promise<boolean>;
  /** Writes the entire record; id, account, user, name and creation cannot change. */
  updateEnvironmentSecret(secret: EnvironmentSecretRecord): Promise<void>;
  /** Destroys the secret with all its versions and their keys. */
  deleteEnvironmentSecret(id: string): Promise<void>;

  /** False if a request for this secret and agent is pending. */
  insertAccessRequest(request: AccessRequestRecord): Promise<boolean>;
  updateAccessRequest(request: AccessRequestRecord): Promise<void>;

  insertIdempotent(record: IdempotencyRecord): Promise<boolean>;
  removeIdempotent(key: IdempotencyKey): Promise<void>;
  /** Removes at most `limit` idempotency keys that expired before `now`; resolves to the number removed. */
  removeExpired(now: string, limit: number): Promise<number>;

  appendEvent(accountId: string, event: VaultEvent): Promise<void>;
  insertCheckpoint(checkpoint: CheckpointRecord): Promise<void>;
  /**
   * Removes entries from the beginning of the audit log, and their checkpoints: at most through `throughSeq`,
   * never the last entry or the last checkpoint. An engine that stores entries in groups removes only whole
   * groups. Resolves to the number of the last removed entry; `undefined` if none was.
   */
  pruneAudit(throughSeq: number): Promise<number | undefined>;

  insertSegment(segment: SegmentRecord): Promise<void>;
  /** Updates the segment that has the same `last`. */
  updateSegment(segment: SegmentRecord): Promise<void>;
  /** Replaces all existing parts. */
  replaceSnapshot(parts: readonly Buffer[]): Promise<void>;
}
