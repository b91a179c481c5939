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

/** What is used of the editor's secret storage, shared by all windows. */
export interface SecretMemory {
  get(place: string): PromiseLike<string | undefined>;
  store(place: string, text: string): PromiseLike<void>;
  delete(place: string): PromiseLike<void>;
  /** Fires in every window, for the one that wrote too. */
  readonly onDidChange: (listener: (change: { readonly key: string }) => void) => { dispose(): void };
}

/**
 * The only place keys lie. Windows change it at the same time, so nothing is read to be written back
 * but the list of places; of that each window mends what another one forgot.
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

  /** The session of the account that was chosen at this vault. */
  async current(url: string): Promise<StoredSession | undefined> {
    const sessions = await this.read();
    return currentSession(sessions, url, await this.#memory.get(choicePlaceOf(url)));
  }

  /** A new key for the same account at the same vault takes the place of the old one, and is used from now on. */
  async add(session: StoredSession): Promise<void> {
    const place = placeOf(session);
    this.#seen.add(place);
    await this.#memory.store(place, JSON.stringify(session));
    await this.read();
    await this.choose(session);
  }

  /** In every window this account is used from now on. */
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

  /** Another window may have written the list without having seen our place. */
  async #repairList(listed: readonly string[], existing: readonly string[]): Promise<void> {
    if (existing.every((place) => listed.includes(place))) return;
    await this.#memory.store(placesPlace, JSON.stringify(existing));
  }
}
