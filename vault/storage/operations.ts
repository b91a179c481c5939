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
 * Page of names (or ids) in the order of their UTF-8 bytes, after `after`. Audit entries and access
 * requests come newest first. An index serves every page: the last one costs what the first does.
 */
export interface PageRequest {
  readonly after: string | undefined;
  readonly limit: number;
}

export interface SecretFilter {
  readonly namePrefix?: string;
  readonly kind?: SecretKind;
  /** Those that this agent may read. */
  readonly agentId?: string;
  /** True: the deleted ones only. Otherwise those that are not. */
  readonly deleted?: boolean;
}

export interface AuditFilter {
  readonly action?: string;
  readonly secretName?: string;
  readonly agentId?: string;
  readonly actorId?: string;
  readonly decision?: AuditRecord['decision'];
}

export interface AuditPage {
  readonly entries: readonly AuditRecord[];
  /** The `before` of the next page, which can come after a page that is not full; undefined at the end. */
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

/** Tokens that end, or ended, in a span of time: from `from` on, before `before`. */
export interface TokenEnds {
  readonly from: string;
  readonly before: string;
  readonly role?: TokenRecord['role'];
  /** How their ids begin. */
  readonly idPrefix?: string;
}

/** What an answer to a repeated request is found by. */
export type IdempotencyKey = Pick<IdempotencyRecord, 'accountId' | 'actorId' | 'route' | 'digest'>;

/** Where a walk over all versions stands. */
export interface VersionPosition {
  readonly secretId: string;
  readonly version: number;
}

/** How much a vault holds. What is deleted does not count; entries are those of the audit log. */
export interface VaultFigures {
  readonly accounts: number;
  readonly agents: number;
  readonly secrets: number;
  readonly entries: number;
}

/** Everything that can be asked. Nothing here changes anything. */
export interface View {
  vaultId(): Promise<string | undefined>;
  /** What the vault last stored of the time. */
  knownTime(): Promise<string | undefined>;
  keys(): Promise<readonly KeyRecord[]>;

  findAccount(id: string): Promise<AccountRecord | undefined>;
  firstAccount(): Promise<AccountRecord | undefined>;
  listAccounts(page: PageRequest): Promise<readonly AccountRecord[]>;

  listAgents(accountId: string, page: PageRequest, idPrefix?: string): Promise<readonly AgentRecord[]>;
  /** Deleted ones too, to verify every row. */
  agentsById(accountId: string, page: PageRequest): Promise<readonly AgentRecord[]>;
  /** Deleted ones too: the caller looks at `deletedAt`. */
  findAgent(accountId: string, agentId: string): Promise<AgentRecord | undefined>;
  /** Of the given ids, those that are no agent of the account, or no longer. */
  unknownAgents(accountId: string, agentIds: readonly string[]): Promise<readonly string[]>;

  listSecrets(accountId: string, page: PageRequest, filter?: SecretFilter): Promise<readonly SecretRecord[]>;
  /** Deleted ones too: the caller looks at `deletedAt`. */
  findSecret(accountId: string, name: string): Promise<SecretRecord | undefined>;
  /** Of the names, those that exist, in the order of their names; deleted ones too. */
  findSecrets(accountId: string, names: readonly string[]): Promise<readonly SecretRecord[]>;
  /** Deleted ones too: the MAC must be verified before a deletion is believed. */
  findReadable(accountId: string, name: string): Promise<ReadableRecord | undefined>;
  /** Newest first; `before` is a version. */
  listVersions(
    secretId: string,
    page: { readonly before: number | undefined; readonly limit: number },
  ): Promise<readonly VersionRecord[]>;
  findVersion(secretId: string, version: number): Promise<VersionRecord | undefined>;
  /** Whether there are versions whose MAC is empty. */
  hasVersionsWithoutMac(): Promise<boolean>;
  /** Deleted secrets of all accounts whose time is over. */
  secretsToPurge(now: string, limit: number): Promise<readonly SecretRecord[]>;
  /** Secrets of all accounts, deleted ones too, with a grant that has ended by `now`; the first to end first. */
  secretsWithEndedAccess(now: string, limit: number): Promise<readonly SecretRecord[]>;
  /** Secrets of all accounts in the order of their ids, to verify every row. */
  secretsById(page: PageRequest): Promise<readonly SecretRecord[]>;
  /** Secrets of all accounts, deleted ones too, whose access lists name agents that are deleted. */
  secretsOfDeletedAgents(limit: number): Promise<readonly SecretRecord[]>;
  /** Secrets of all accounts in revision 0. */
  secretsWithoutRevision(limit: number): Promise<readonly SecretRecord[]>;
  /**
   * Versions whose data key is wrapped under `term`, in a fixed order of the engine's own; those wrapped
   * anew are gone from it. A walk comes to its end however much is written meanwhile.
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
  /** Tokens of all accounts by the time of their revocation, else of their expiry; the earliest first. */
  tokensEnding(ends: TokenEnds, limit: number): Promise<readonly TokenRecord[]>;
  /** Of any account: the caller looks at `accountId`. */
  findIdentity(id: string): Promise<WorkloadIdentityRecord | undefined>;
  /** In the order of their ids. */
  listIdentities(
    accountId: string,
    page: PageRequest,
    filter?: { readonly agentId?: string },
  ): Promise<readonly WorkloadIdentityRecord[]>;
  findSession(digest: Buffer): Promise<FoundSession | undefined>;
  listSessions(userId: string, page: PageRequest): Promise<readonly SandboxSessionRecord[]>;
  sessionsOfAccount(accountId: string, page: PageRequest): Promise<readonly SandboxSessionRecord[]>;
  /** Of all accounts, those that expired before `now`. */
  expiredSessions(now: string, limit: number): Promise<readonly SandboxSessionRecord[]>;
  /** Of the ids, those of credentials whose end is recorded. */
  endedOf(ids: readonly string[]): Promise<readonly string[]>;
  /** Ends of all accounts in the order of their ids. */
  listEnds(page: PageRequest): Promise<readonly EndRecord[]>;

  listEnvironment(userId: string, page: PageRequest): Promise<readonly EnvironmentSecretRecord[]>;
  findEnvironmentSecret(userId: string, name: string): Promise<EnvironmentSecretRecord | undefined>;
  /** All of a user, with their current values. */
  readEnvironment(userId: string): Promise<readonly ReadableEnvironmentSecret[]>;

  listAccessRequests(
    accountId: string,
    page: PageRequest,
    filter?: AccessRequestFilter,
  ): Promise<readonly AccessRequestRecord[]>;
  findAccessRequest(accountId: string, id: string): Promise<AccessRequestRecord | undefined>;
  /** What this person asked for this secret and agent, if it is pending. */
  pendingAccessRequest(
    accountId: string,
    agentId: string,
    secretName: string,
    requestedBy: string,
  ): Promise<AccessRequestRecord | undefined>;

  findIdempotent(key: IdempotencyKey): Promise<IdempotencyRecord | undefined>;

  /** Of all accounts, in the order of their keys, to give every row a new MAC. */
  listIdempotent(after: IdempotencyKey | undefined, limit: number): Promise<readonly IdempotencyRecord[]>;

  /** Entries of one account, newest first, before the entry `before`. Looks at a bounded stretch of the log. */
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
  /** A part of what was known when the log was last pruned, counted from 0; `undefined` beyond the last. */
  snapshotPart(part: number): Promise<Buffer | undefined>;
  figures(): Promise<VaultFigures>;
  /** How much the whole database holds on its disk. */
  databaseBytes(): Promise<number>;
}

/** What nearly every change looks at first: can be asked for many changes at once. */
export type Ahead = Pick<
  View,
  'findToken' | 'findSecret' | 'findEnvironmentSecret' | 'unknownAgents' | 'keys'
>;

/** Adds the entry's MAC, given where the chain ends. Called once, when all else of the work is done. */
export type SealEntry = (head: AuditHead) => AuditRecord;

/** A view whose reader leaves audit entries. */
export interface AuditedView extends View {
  /** The entry becomes durable with the transaction. */
  appendAudit(seal: SealEntry): Promise<void>;
}

/** Methods that answer a boolean answer false when the id or name is taken, and change nothing then. */
export interface Transaction extends AuditedView {
  setVaultId(id: string): Promise<void>;
  setKnownTime(text: string): Promise<void>;
  insertKey(key: KeyRecord): Promise<void>;
  updateKey(key: KeyRecord): Promise<void>;
  /** Of the purpose `term` unless another is given; nothing may use it any more. */
  deleteKey(term: number, purpose?: KeyRecord['purpose']): Promise<void>;

  insertAccount(account: AccountRecord): Promise<void>;
  /** Writes the whole record but the version of the catalog; the id stays as it is. */
  updateAccount(account: AccountRecord): Promise<void>;
  /** Every change that a catalog shows calls this. Changes that become visible together may count once. */
  bumpCatalogVersion(accountId: string): Promise<void>;

  insertAgent(agent: AgentRecord): Promise<boolean>;
  updateAgent(agent: AgentRecord): Promise<void>;

  insertSecret(secret: SecretRecord, version: VersionRecord): Promise<boolean>;
  /** Writes the whole record; id, account and name stay as they are. */
  updateSecret(secret: SecretRecord): Promise<void>;
  insertVersion(version: VersionRecord): Promise<void>;
  setVersionMac(place: VersionPosition, mac: Buffer): Promise<void>;
  /** The same data key, wrapped under another term. False when there is no such version any more. */
  rewrapVersion(place: VersionPosition, wrappedKey: Buffer, term: number): Promise<boolean>;
  /** Destroys the secret with all its versions and their keys; the name is free again. */
  purgeSecret(id: string): Promise<void>;

  /** False when issuer and subject belong to another user of the account. */
  insertUser(user: UserRecord): Promise<boolean>;
  updateUser(user: UserRecord): Promise<void>;

  insertToken(token: TokenRecord): Promise<void>;
  updateToken(token: TokenRecord): Promise<void>;
  /** Never back in time, whoever was first to write. */
  touchToken(id: string, lastUsedAt: string): Promise<void>;
  deleteToken(id: string): Promise<void>;
  insertIdentity(identity: WorkloadIdentityRecord): Promise<void>;
  deleteIdentity(id: string): Promise<void>;
  insertSession(session: SandboxSessionRecord): Promise<void>;
  updateSession(session: SandboxSessionRecord): Promise<void>;
  deleteSession(id: string): Promise<void>;
  /** The first end of a credential counts: another one changes nothing. */
  insertEnd(end: EndRecord): Promise<void>;
  /** Removes ends of credentials that expired before `expiredBefore`, at most `limit`; resolves to how many. */
  removeEnds(expiredBefore: string, limit: number): Promise<number>;

  insertEnvironmentSecret(secret: EnvironmentSecretRecord, version: VersionRecord): Promise<boolean>;
  /** Writes the whole record; id, account, user, name and its creation stay as they are. */
  updateEnvironmentSecret(secret: EnvironmentSecretRecord): Promise<void>;
  /** Destroys it with all its versions and their keys. */
  deleteEnvironmentSecret(id: string): Promise<void>;

  /** False when a request for this secret and agent is pending. */
  insertAccessRequest(request: AccessRequestRecord): Promise<boolean>;
  updateAccessRequest(request: AccessRequestRecord): Promise<void>;

  insertIdempotent(record: IdempotencyRecord): Promise<boolean>;
  removeIdempotent(key: IdempotencyKey): Promise<void>;
  /** Removes idempotency keys that expired before `now`, at most `limit`; resolves to how many. */
  removeExpired(now: string, limit: number): Promise<number>;

  appendEvent(accountId: string, event: VaultEvent): Promise<void>;
  insertCheckpoint(checkpoint: CheckpointRecord): Promise<void>;
  /**
   * Removes entries of the audit log from its beginning, and their checkpoints: at most up to and including
   * `throughSeq`, never the last entry or the last checkpoint, and entries only as far as the engine keeps
   * them apart. Resolves to the number of the last entry that was removed; `undefined` if none was.
   */
  pruneAudit(throughSeq: number): Promise<number | undefined>;

  insertSegment(segment: SegmentRecord): Promise<void>;
  /** Of the same `last`. */
  updateSegment(segment: SegmentRecord): Promise<void>;
  /** Takes the place of all parts that are there. */
  replaceSnapshot(parts: readonly Buffer[]): Promise<void>;
}
