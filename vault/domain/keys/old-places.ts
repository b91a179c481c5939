import { needsWholePlace } from '../../crypto/index.ts';
import type { SecretRecord, VersionRecord } from '../../storage/records.ts';
import type { Storage } from '../../storage/storage.ts';

const pageSize = 500;

/**
 * The places of data keys of format 1, which were bound to more than their own row contains. Lookups must be
 * in the order of the secrets' ids, so that one pass over the secrets serves them all.
 */
export class OldPlaces {
  readonly #storage: Storage;
  #page: readonly SecretRecord[] = [];
  #isLast = false;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async placeOf({ secretId, version, kind, sealed }: VersionRecord) {
    const place = { secretId, version, kind };
    if (!needsWholePlace(sealed.wrappedKey)) return place;
    const secret = await this.#find(secretId);
    return secret ? { ...place, accountId: secret.accountId, name: secret.name } : place;
  }

  async #find(id: string): Promise<SecretRecord | undefined> {
    while (!this.#isLast && (this.#page.at(-1)?.id ?? '') < id) {
      const after = this.#page.at(-1)?.id;
      this.#page = await this.#storage.look((view) => view.secretsById({ after, limit: pageSize }));
      this.#isLast = this.#page.length < pageSize;
    }
    return this.#page.find((secret) => secret.id === id);
  }
}
