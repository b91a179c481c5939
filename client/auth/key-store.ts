import {
  choicePlaceOf,
  currentSession,
  isOurPlace,
  isPlaceOfSession,
  parsePlaces,
  parseSession,
  placeOf,
  placesPlace,
  type StoredSession,
  type StoredSessions,
} from '../session/stored-sessions.ts';

/** The part of the editor's secret storage that is used here. All windows share the storage. */
export interface SecretMemory {
  get(place: string): PromiseLike<string | undefined>;
  store(place: string, text: string): PromiseLike<void>;
  delete(place: string): PromiseLike<void>;
  /** Fires in every window, including the one that made the change. */
  readonly onDidChange: (listener: (change: { readonly key: string }) => void) => { dispose(): void };
}

/**
 * The only code that stores keys. Several windows can change the storage at the same time, so nothing is
 * read, modified and written back, except the list of storage keys. Each window adds its own entry to that
 * list if it is missing.
 */
export class KeyStore {
  readonly #memory: SecretMemory;
  readonly #seen = new Set<string>();

  constructor(memory: SecretMemory) {
    this.#memory = memory;
  }

  async read(): Promise<StoredSessions> {
    const listed = await this.#listed();
    for (const place of listed) this.#seen.add(place);
    const found = await Promise.all([...this.#seen].map((place) => this.#sessionIn(place)));
    const sessions = found.filter((session) => session !== undefined);
    await this.#repairList(listed, sessions.map(placeOf));
    return sessions;
  }

  async current(url: string): Promise<StoredSession | undefined> {
    const sessions = await this.read();
    return currentSession(sessions, url, await this.#memory.get(choicePlaceOf(url)));
  }

  /** A new key for an account at a vault replaces that account's old key and becomes the current one. */
  async add(session: StoredSession): Promise<void> {
    const place = placeOf(session);
    this.#seen.add(place);
    await this.#memory.store(place, JSON.stringify(session));
    await this.read();
    await this.choose(session);
  }

  async choose({ url, account }: StoredSession): Promise<void> {
    await this.#memory.store(choicePlaceOf(url), account.id);
  }

  async remove(session: StoredSession): Promise<void> {
    await this.#memory.delete(placeOf(session));
    const others = (await this.read()).map(placeOf);
    if (others.length === 0) await this.#memory.delete(placesPlace);
    else await this.#memory.store(placesPlace, JSON.stringify(others));
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return this.#memory.onDidChange(({ key: place }) => {
      if (!isOurPlace(place)) return;
      if (isPlaceOfSession(place)) this.#seen.add(place);
      listener();
    });
  }

  async #listed(): Promise<readonly string[]> {
    return parsePlaces(await this.#memory.get(placesPlace));
  }

  async #sessionIn(place: string): Promise<StoredSession | undefined> {
    const session = parseSession(await this.#memory.get(place));
    return session && placeOf(session) === place ? session : undefined;
  }

  /** Another window may have overwritten the list without our entry. */
  async #repairList(listed: readonly string[], existing: readonly string[]): Promise<void> {
    if (existing.every((place) => listed.includes(place))) return;
    await this.#memory.store(placesPlace, JSON.stringify(existing));
  }
}
