import type { FoundToken, ReadableRecord } from '../records.ts';
import type { Connection } from './connection.ts';
import { RowCache } from './row-cache.ts';

const mostTokens = 2000;
const mostSecrets = 16_384;
/** Larger rows are read again each time, to keep the cache small. */
const largestValue = 1024;

/**
 * Caches rows that every run-time read needs, as read from the database: values only as ciphertext. A row is
 * valid until a statement may have changed it, and while SQLite confirms, in the same transaction, that no
 * other connection has made changes; so every answer is that of the transaction itself.
 */
export class HotRows {
  readonly #connection: Connection;
  readonly #tokens = new RowCache<FoundToken>(mostTokens);
  readonly #secrets = new RowCache<ReadableRecord>(mostSecrets);
  /** Keys of cached rows, by the id of the secret. */
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

  /** A secret is being changed: until the next transaction its row is not cached. */
  changed(secretId: string): void {
    this.#changed.add(secretId);
    const key = this.#keys.get(secretId);
    if (key !== undefined) this.#secrets.delete(key);
  }

  /** The same for all rows that a statement may change. */
  writes(sql: string): void {
    if (isOfSecrets.test(sql)) {
      this.#areSecretsBypassed = true;
      this.#clearSecrets();
    }
    if (isOfTokens.test(sql)) {
      this.#areTokensBypassed = true;
      this.#tokens.clear();
    }
  }

  tokens(find: (digest: Buffer) => FoundToken | undefined) {
    return (digest: Buffer): FoundToken | undefined =>
      this.#areTokensBypassed
        ? find(digest)
        : this.#tokens.get(digest.toString('latin1'), () => find(digest));
  }

  secrets(find: (accountId: string, name: string) => ReadableRecord | undefined) {
    return (accountId: string, name: string): ReadableRecord | undefined => {
      if (this.#areSecretsBypassed) return find(accountId, name);
      const key = `${accountId}\n${name}`;
      let notKept: ReadableRecord | undefined;
      const kept = this.#secrets.get(key, () => {
        const found = find(accountId, name);
        if (!found) return undefined;
        if (found.sealed.sealedValue.length <= largestValue && !this.#changed.has(found.secret.id)) {
          if (this.#keys.size >= mostSecrets) this.#clearSecrets();
          this.#keys.set(found.secret.id, key);
          return found;
        }
        notKept = found;
        return undefined;
      });
      return kept ?? notKept;
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

/** Matches whole table names; a statement that only mentions one of them costs no more than another read. */
const isOfSecrets = /\b(?:secrets|secret_versions)\b/;
const isOfTokens = /\b(?:tokens|accounts|users|ended)\b/;
