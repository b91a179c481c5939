import type { VaultEvent } from '../../contracts/vault-api/events.ts';
import type {
  AccessRecord,
  AccountRecord,
  AgentRecord,
  AuditRecord,
  EventRecord,
  KeyRecord,
  ReadableRecord,
  SealedRecord,
  SecretRecord,
  TokenRecord,
} from './records.ts';

/**
 * Where the vault keeps things. Engine-neutral: a test suite holds every implementation to this contract.
 * Methods reject with {@link StorageError} when the engine fails.
 */
export interface Storage {
  /**
   * Runs `work` as if it were alone, all or nothing. When the promise resolves, the changes are on
   * the disk; when it rejects, none of them is. `work` must await nothing but methods of its
   * transaction, and may be run again from the start.
   */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Reads what is committed at this moment; never a cache. */
  findToken(digest: Buffer): Promise<FoundToken | undefined>;
  /** Events of one account after `seq`, oldest first; `undefined` when some of them are gone. */
  eventsAfter(accountId: string, seq: number): Promise<readonly EventRecord[] | undefined>;
  lastEventSeq(): Promise<number>;
  /** Calls back soon after events were committed. Returns what ends it. */
  onEvents(listener: () => void): () => void;
  /** Entries of the audit log after `seq`, oldest first, at most `limit`. */
  auditAfter(seq: number, limit: number): Promise<readonly AuditRecord[]>;
  /** Rejects when the storage cannot answer. */
  ping(): Promise<void>;
  /** Finishes what was begun, then closes. */
  close(): Promise<void>;
}

/** A token with the account it belongs to, found in one look. */
export interface FoundToken {
  readonly token: TokenRecord;
  readonly account: AccountRecord;
}

/** Page of names (or ids) in code unit order, after `after`. */
export interface PageRequest {
  readonly after: string | undefined;
  readonly limit: number;
}

export interface Transaction {
  vaultId(): Promise<string | undefined>;
  setVaultId(id: string): Promise<void>;
  keys(): Promise<readonly KeyRecord[]>;
  insertKey(key: KeyRecord): Promise<void>;

  findAccount(id: string): Promise<AccountRecord | undefined>;
  firstAccount(): Promise<AccountRecord | undefined>;
  insertAccount(account: AccountRecord): Promise<void>;
  /** Every change that a catalog shows calls this. */
  bumpCatalogVersion(accountId: string): Promise<void>;

  listAgents(accountId: string, page: PageRequest): Promise<readonly AgentRecord[]>;
  findAgent(accountId: string, agentId: string): Promise<AgentRecord | undefined>;
  /** Of the given ids, those that are no agent of the account. */
  unknownAgents(accountId: string, agentIds: readonly string[]): Promise<readonly string[]>;
  /** False when the id is taken in this account. */
  insertAgent(agent: AgentRecord): Promise<boolean>;

  listSecrets(accountId: string, page: PageRequest): Promise<readonly SecretRecord[]>;
  findSecret(accountId: string, name: string): Promise<SecretRecord | undefined>;
  findReadable(accountId: string, name: string): Promise<ReadableRecord | undefined>;
  /** False when the name is taken in this account. */
  insertSecret(secret: SecretRecord, sealed: SealedRecord): Promise<boolean>;
  updateAccess(secretId: string, access: AccessRecord): Promise<void>;

  insertToken(token: TokenRecord): Promise<void>;
  findTokenById(accountId: string, id: string): Promise<TokenRecord | undefined>;
  updateToken(token: TokenRecord): Promise<void>;

  auditHead(): Promise<{ readonly seq: number; readonly mac: Buffer }>;
  appendAudit(entry: AuditRecord): Promise<void>;
  appendEvent(accountId: string, event: VaultEvent): Promise<void>;
}

/** The engine failed: disk full, file damaged, server away. */
export class StorageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageError';
  }
}
