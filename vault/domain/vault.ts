import type { Keyring } from '../crypto/index.ts';
import type { Storage } from '../storage/storage.ts';

/** What every domain function works with. */
export interface Vault {
  readonly storage: Storage;
  readonly keyring: Keyring;
  readonly now: () => Date;
  /** A new id with a prefix that says of what: `sec_…`. */
  readonly newId: (prefix: string) => string;
}
