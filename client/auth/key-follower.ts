import type { CatalogMemory } from '../session/vault-session.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { personLeaves, placeOf, type StoredSession } from '../session/stored-sessions.ts';

interface Parts<V> {
  /** The current session according to the stored keys. */
  readonly wanted: () => Promise<StoredSession | undefined>;
  readonly connect: (url: string, key: () => string) => V;
  readonly session: {
    use(vault: V | undefined, memory?: CatalogMemory): void;
    renew(): void;
  };
  readonly memoryOf: (session: StoredSession) => CatalogMemory;
  /** Called before a user signs out or is replaced by another user. */
  readonly personChanges: () => void;
}

/**
 * Signs in or out to match the stored keys, which another window may have changed. Keys for other accounts or
 * vaults do not affect the session. Users who sign in again after their key has expired keep their state.
 */
export class KeyFollower<V> {
  readonly #parts: Parts<V>;
  readonly #following = new CoalescedTask(() => this.#follow());
  #used: StoredSession | undefined;
  #isFirst = true;

  constructor(parts: Parts<V>) {
    this.#parts = parts;
  }

  /** The signed-in user according to the stored keys, even while the vault is unreachable. */
  get account(): StoredSession['account'] | undefined {
    return this.#used?.account;
  }

  follow(): Promise<void> {
    return this.#following.rerun();
  }

  async #follow(): Promise<void> {
    const { session, wanted, connect, memoryOf, personChanges } = this.#parts;
    const [before, now] = [this.#used, await wanted()];
    if (!this.#isFirst && now?.id === before?.id) return;
    this.#isFirst = false;
    this.#used = now;
    const leaves = personLeaves(before, now);
    if (before && !leaves) return session.renew();
    if (leaves) personChanges();
    session.use(now && connect(now.url, () => this.#keyOf(now)), now && memoryOf(now));
  }

  /** The user's newest key; never the key of a different user who has signed in since. */
  #keyOf(session: StoredSession): string {
    const used = this.#used;
    return used && placeOf(used) === placeOf(session) ? used.key : session.key;
  }
}
