import type { FoundToken, ReadableRecord } from '../records.ts';
import type { Connection } from './connection.ts';
import { RowCache } from './row-cache.ts';

const mostTokens = 2000;
const mostSecrets = 16_384;
/** Larger ones are read anew: the rows kept must stay small together. */
const largestValue = 1024;

/**
 * Rows that every run-time read needs, kept as they came from the database: of values the ciphertext.
 * A row counts while no job may have changed it, and while SQLite says, in the same transaction, that
 * no other connection has either; so every answer is that of the transaction itself.
 */
export class HotRows {
  readonly #connection: Connection;
  readonly #tokens = new RowCache<FoundToken>(mostTokens);
  readonly #secrets = new RowCache<ReadableRecord>(mostSecrets);
  #version: unknown;
  #areSecretsBypassed = false;
  #areTokensBypassed = false;

  /** Of the connection that writes: it hears of the writes of all others. */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** At the start of a transaction. Whether another connection has written since the last one. */
  look(): boolean {
    const version = this.#connection.dataVersion();
    const isOther = version !== this.#version;
    if (isOther) this.#clear();
    this.#version = version;
    this.#areSecretsBypassed = false;
    this.#areTokensBypassed = false;
    return isOther;
  }

  /** Secrets are being changed: until the next transaction every row of them is read, and none is kept. */
  bypassSecrets(): void {
    this.#areSecretsBypassed = true;
    this.#secrets.clear();
  }

  /** The same of tokens, with the accounts and people they belong to. */
  bypassTokens(): void {
    this.#areTokensBypassed = true;
    this.#tokens.clear();
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
      let large: ReadableRecord | undefined;
      const kept = this.#secrets.get(`${accountId}\n${name}`, () => {
        const found = find(accountId, name);
        if (!found || found.sealed.sealedValue.length <= largestValue) return found;
        large = found;
        return undefined;
      });
      return kept ?? large;
    };
  }

  #clear(): void {
    this.#tokens.clear();
    this.#secrets.clear();
  }
}
