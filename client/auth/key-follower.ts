import type { CatalogMemory } from '../session/vault-session.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { personLeaves, placeOf, type StoredSession } from '../session/stored-sessions.ts';

interface Parts<V> {
  /** The session that the stored keys say is current. */
  readonly wanted: () => Promise<StoredSession | undefined>;
  readonly connect: (url: string, key: () => string) => V;
  readonly session: {
    use(vault: V | undefined, memory?: CatalogMemory): void;
    renew(): void;
  };
  readonly memoryOf: (session: StoredSession) => CatalogMemory;
  /** Called before a person is signed out or replaced by another. */
  readonly personChanges: () => void;
}

/**
 * Signs in or out as the stored keys say; another window may have changed them. Keys of other accounts
 * and vaults come and go without disturbing the session, and who signs in again after their key has
 * expired finds everything unchanged.
 */
export class KeyFollower<V> {
  readonly #parts: Parts<V>;
  readonly #following = new CoalescedTask(() => this.#follow());
  #used: StoredSession | undefined;
  #isFirst = true;

  constructor(parts: Parts<V>) {
    this.#parts = parts;
  }

  /** Who is signed in, as the storage knows them: also while the vault is away. */
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

  /** The person's newest key. Never that of another one, who may be in their place by now. */
  #keyOf(session: StoredSession): string {
    const used = this.#used;
    return used && placeOf(used) === placeOf(session) ? used.key : session.key;
  }
}
