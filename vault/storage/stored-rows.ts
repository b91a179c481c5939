import type { AuditedView, Storage } from './storage.ts';

/**
 * The contents of a vault as rows, for moving it unchanged from one storage to another. Engines agree on the
 * names of tables and columns, the order of keys and the content of columns.
 */
export type StoredRow = Readonly<Record<string, string | number | Buffer | null>>;

interface StoredTable {
  readonly name: string;
  /** Key columns, in the order in which rows are read. */
  readonly key: readonly string[];
  /** Rows read per page; a row with a long access list or value is large. */
  readonly page: number;
}

/** Every table except the notes, ordered so that rows never refer to later tables. */
export const storedTables = [
  { name: 'keys', key: ['purpose', 'term'], page: 500 },
  { name: 'accounts', key: ['id'], page: 500 },
  { name: 'agents', key: ['account_id', 'agent_id'], page: 500 },
  { name: 'users', key: ['id'], page: 500 },
  { name: 'secrets', key: ['id'], page: 100 },
  { name: 'secret_agents', key: ['account_id', 'agent_id', 'name'], page: 500 },
  { name: 'secret_versions', key: ['secret_id', 'version'], page: 100 },
  { name: 'tokens', key: ['id'], page: 500 },
  { name: 'workload_identities', key: ['id'], page: 500 },
  { name: 'sandbox_sessions', key: ['id'], page: 500 },
  { name: 'ended', key: ['id'], page: 500 },
  { name: 'environment_secrets', key: ['id'], page: 500 },
  { name: 'access_requests', key: ['id'], page: 500 },
  { name: 'idempotency', key: ['account_id', 'actor_id', 'route', 'digest'], page: 500 },
  { name: 'audit', key: ['seq'], page: 500 },
  { name: 'audit_groups', key: ['last'], page: 50 },
  { name: 'checkpoints', key: ['seq'], page: 500 },
  { name: 'audit_segments', key: ['last'], page: 500 },
  { name: 'audit_snapshot', key: ['part'], page: 20 },
  { name: 'events', key: ['seq'], page: 500 },
] as const satisfies readonly StoredTable[];

export type TableName = (typeof storedTables)[number]['name'];

export interface RowView {
  /** One page of rows in key order, starting after the key of `after`. */
  rowsAfter(table: TableName, after: StoredRow | undefined): Promise<readonly StoredRow[]>;
  /** The row with the greatest key. */
  lastRow(table: TableName): Promise<StoredRow | undefined>;
  countRows(table: TableName): Promise<number>;
  /** A named fact that the storage records about itself. */
  note(name: NoteName): Promise<string | undefined>;
}

/**
 * `vault_id`: the vault in this storage. `copying`: it contains part of a copy, which no vault can use.
 * `moved`: the vault was moved elsewhere, and nothing should be written here. `known_time`: see
 * `TrustedClock`.
 */
export type NoteName = 'vault_id' | 'copying' | 'moved' | 'known_time';

export interface RowTransaction extends RowView, Pick<AuditedView, 'appendAudit'> {
  /** Inserts rows returned by {@link RowView.rowsAfter}. */
  insertRows(table: TableName, rows: readonly StoredRow[]): Promise<void>;
  clearRows(table: TableName): Promise<void>;
  /** `undefined` removes the note. */
  setNote(name: NoteName, text: string | undefined): Promise<void>;
  /** Makes the numbers of new events continue after the last one. Call this once all rows are there. */
  countOn(): Promise<void>;
}

/** Like `look` and `transact` of a {@link Storage}, for entire rows. */
export interface RowStorage {
  look<T>(work: (view: RowView) => Promise<T>): Promise<T>;
  change<T>(work: (tx: RowTransaction) => Promise<T>): Promise<T>;
}

/** A storage whose vault can be moved. */
export interface MovableStorage extends Storage {
  readonly rows: RowStorage;
}
