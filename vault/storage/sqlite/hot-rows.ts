import {
  type CompiledQuery,
  DeleteQueryNode,
  InsertQueryNode,
  type OperationNode,
  TableNode,
  UpdateQueryNode,
} from 'kysely';
import { BoundedMap } from '../bounded-map.ts';
import type { FoundToken, ReadableRecord } from '../records.ts';
import type { Connection } from './connection.ts';
import { toAccount, toSealed, toSecret } from '../sql/rows.ts';
import { toToken, toUser } from '../sql/rows-of-people.ts';
import type { Queries } from '../sql/tables.ts';
import { StorageError } from '../storage-error.ts';

const mostTokens = 2000;
const mostSecrets = 16_384;
/** Larger rows are read again every time, to keep the cache small. */
const largestValue = 1024;

/**
 * Caches rows that every run-time read needs, as read from the database, with values only as ciphertext. A
 * row is valid until a statement may have changed it, and only while SQLite confirms, in the same
 * transaction, that no other connection has made changes. A cached row is thus always what the transaction
 * itself would read.
 */
export class HotRows {
  readonly #connection: Connection;
  readonly #tokens = new BoundedMap<FoundToken>(mostTokens);
  readonly #secrets = new BoundedMap<ReadableRecord>(mostSecrets);
  /** Keys of cached rows, by secret id. */
  readonly #keys = new Map<string, string>();
  readonly #changed = new Set<string>();
  #version: unknown;
  #areSecretsBypassed = false;
  #areTokensBypassed = false;

  /** Must be the writing connection, which notices the writes of all others. */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Called at the start of a transaction. Returns whether another connection has written since the last one.
   */
  look(): boolean {
    const version = this.#connection.dataVersion();
    const isOther = version !== this.#version;
    if (isOther) this.#clear();
    this.#version = version;
    this.#areSecretsBypassed = false;
    this.#areTokensBypassed = false;
    this.#changed.clear();
    return isOther;
  }

  /** A secret is being changed: its row is not cached until the next transaction. */
  changed(secretId: string): void {
    this.#changed.add(secretId);
    const key = this.#keys.get(secretId);
    if (key !== undefined) this.#secrets.delete(key);
  }

  /** Like {@link changed}, for all rows that a statement may change: any row, if its table is unknown. */
  writes({ query }: CompiledQuery): void {
    const table = tableOf(query);
    if (table === undefined || ofSecrets.has(table)) {
      this.#areSecretsBypassed = true;
      this.#clearSecrets();
    }
    if (table === undefined || ofTokens.has(table)) {
      this.#areTokensBypassed = true;
      this.#tokens.clear();
    }
  }

  tokens(find: (digest: Buffer) => FoundToken | undefined) {
    return (digest: Buffer): FoundToken | undefined => {
      if (this.#areTokensBypassed) return find(digest);
      const key = digest.toString('latin1');
      const known = this.#tokens.get(key);
      if (known) return known;
      const found = find(digest);
      if (found) this.#tokens.set(key, found);
      return found;
    };
  }

  secrets(find: (accountId: string, name: string) => ReadableRecord | undefined) {
    return (accountId: string, name: string): ReadableRecord | undefined => {
      if (this.#areSecretsBypassed) return find(accountId, name);
      const key = `${accountId}\n${name}`;
      const known = this.#secrets.get(key);
      if (known) return known;
      const found = find(accountId, name);
      if (!found || found.sealed.sealedValue.length > largestValue) return found;
      if (this.#changed.has(found.secret.id)) return found;
      if (this.#keys.size >= mostSecrets) this.#clearSecrets();
      this.#keys.set(found.secret.id, key);
      this.#secrets.set(key, found);
      return found;
    };
  }

  #clear(): void {
    this.#tokens.clear();
    this.#clearSecrets();
  }

  #clearSecrets(): void {
    this.#secrets.clear();
    this.#keys.clear();
  }
}

const ofSecrets: ReadonlySet<string> = new Set(['secrets', 'secret_versions']);
const ofTokens: ReadonlySet<string> = new Set(['tokens', 'accounts', 'users', 'ended']);

/** The table that a statement writes to; `undefined` if it was not built as an insert, update or delete. */
function tableOf(query: OperationNode): string | undefined {
  let target: OperationNode | undefined;
  if (InsertQueryNode.is(query)) target = query.into;
  else if (UpdateQueryNode.is(query)) target = query.table;
  else if (DeleteQueryNode.is(query)) [target] = query.from.froms;
  return target && TableNode.is(target) ? target.table.identifier.name : undefined;
}

/** The queries of every run-time read, compiled once. */
export function prepareFindToken(connection: Connection, queries: Queries) {
  const tokens = connection.prepare(
    queries.selectFrom('tokens').selectAll().where('digest', '=', Buffer.alloc(0)).compile(),
  );
  const accounts = connection.prepare(
    queries.selectFrom('accounts').selectAll().where('id', '=', '').compile(),
  );
  const users = connection.prepare(queries.selectFrom('users').selectAll().where('id', '=', '').compile());
  const ends = connection.prepare(queries.selectFrom('ended').select('id').where('id', '=', '').compile());
  return (digest: Buffer): FoundToken | undefined => {
    const token = tokens.get(digest);
    const account = token && accounts.get(token.account_id);
    if (!token || !account) return undefined;
    const user = token.user_id === null ? undefined : users.get(token.user_id);
    const isEnded = ends.get(token.id) !== undefined;
    return { token: toToken(token), account: toAccount(account), user: user && toUser(user), isEnded };
  };
}

/** Uses two lookups by key, because the equivalent join takes SQLite three times as long. */
export function prepareFindReadable(connection: Connection, queries: Queries) {
  const secrets = connection.prepare(
    queries.selectFrom('secrets').selectAll().where('account_id', '=', '').where('name', '=', '').compile(),
  );
  const versions = connection.prepare(
    queries
      .selectFrom('secret_versions')
      .select(['wrapped_key', 'sealed_value'])
      .where('secret_id', '=', '')
      .where('version', '=', 0)
      .compile(),
  );
  return (accountId: string, name: string): ReadableRecord | undefined => {
    const secret = secrets.get(accountId, name);
    if (!secret) return undefined;
    const version = versions.get(secret.id, secret.version);
    if (!version) throw new StorageError('A secret lacks its value');
    return { secret: toSecret(secret), sealed: toSealed(version) };
  };
}
