import type { Right } from '../contracts/vault-api/identity.ts';
import type { VaultEvent } from '../contracts/vault-api/events.ts';
import type { ReceivedEvent, VaultClient } from '../vault-client/index.ts';
import { Emitter } from './emitter.ts';
import {
  catalogAfterFailure,
  type CatalogState,
  identityOf,
  may,
  type SessionState,
  stateAfterFailure,
} from './session-state.ts';
import { followEvents } from './vault-events.ts';

/** What changed: the session itself (`undefined`), or the catalogs of some agents. */
export interface SessionChange {
  readonly agentIds?: readonly string[];
}

/**
 * The signed-in person's view of the vault: who they are, and the catalogs of the agents in sight.
 * Catalogs are fetched once, then again whenever the vault says that they changed.
 */
export class VaultSession {
  readonly #changes = new Emitter<SessionChange>();
  readonly #catalogs = new Map<string, CatalogState>();
  readonly #pending = new Map<string, Promise<CatalogState>>();
  #state: SessionState = { kind: 'loading' };
  #vault: VaultClient | undefined;
  #connection = new AbortController();
  readonly onDidChange = this.#changes.event;

  get state(): SessionState {
    return this.#state;
  }

  /** Present while somebody is signed in, also while the vault is away. */
  get vault(): VaultClient | undefined {
    return this.#vault;
  }

  get accountId(): string | undefined {
    return identityOf(this.#state)?.accountId;
  }

  may(right: Right): boolean {
    return may(this.#state, right);
  }

  /** Signs in with this client, or out with `undefined`. Nothing of the session before remains. */
  use(vault: VaultClient | undefined): void {
    this.#connection.abort();
    this.#connection = new AbortController();
    this.#vault = vault;
    this.#forget();
    this.#enter(vault ? { kind: 'loading' } : { kind: 'signedOut' });
    if (vault) void this.#connect(vault, this.#connection.signal);
  }

  /** What is known now, without asking anybody. */
  knownCatalog(agentId: string): CatalogState | undefined {
    return this.#catalogs.get(agentId);
  }

  /** Never rejects: a failure is a state. */
  catalog(agentId: string): Promise<CatalogState> {
    const known = this.#catalogs.get(agentId);
    return known?.kind === 'known' && !known.stale ? Promise.resolve(known) : this.#fetchCatalog(agentId);
  }

  /** Asks the vault again for everything in sight. */
  async refresh(): Promise<void> {
    const vault = this.#vault;
    if (!vault) return;
    await this.#identify(vault, this.#connection.signal);
    await this.#refetch([...this.#catalogs.keys()]);
  }

  dispose(): void {
    this.#connection.abort();
  }

  async #connect(vault: VaultClient, signal: AbortSignal): Promise<void> {
    await this.#identify(vault, signal);
    const handlers = {
      connected: () => void this.#resume(vault, signal),
      received: (event: ReceivedEvent['event']) => void this.#received(event),
      broken: (error: unknown) => this.#fail(error, signal),
    };
    await followEvents(vault, handlers, signal);
  }

  /** The stream is open again: what changed while it was not is unknown. */
  async #resume(vault: VaultClient, signal: AbortSignal): Promise<void> {
    if (this.#state.kind !== 'ready') await this.#identify(vault, signal);
    await this.#refetch([...this.#catalogs.keys()]);
  }

  async #identify(vault: VaultClient, signal: AbortSignal): Promise<void> {
    try {
      const identity = await vault.me(signal);
      if (signal.aborted) return;
      this.#enter(identity.vaultEnabled ? { kind: 'ready', identity } : { kind: 'disabled', identity });
    } catch (error) {
      this.#fail(error, signal);
    }
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#enter(stateAfterFailure(error, identityOf(this.#state)));
    // A refused key stays refused: asking again would only fill the vault's log.
    if (this.#state.kind === 'signedOut') this.#connection.abort();
    for (const [agentId, before] of this.#catalogs) {
      this.#catalogs.set(agentId, catalogAfterFailure(error, before));
    }
    this.#changes.fire({ agentIds: [...this.#catalogs.keys()] });
  }

  /** An access change touches the agents it names; a changed secret touches every catalog. */
  #received(event: ReceivedEvent['event'] | VaultEvent): Promise<void> {
    const inSight = [...this.#catalogs.keys()];
    if (event.type !== 'access-changed') return this.#refetch(inSight);
    return this.#refetch(inSight.filter((agentId) => event.agentIds.includes(agentId)));
  }

  async #refetch(agentIds: readonly string[]): Promise<void> {
    await Promise.all(agentIds.map((agentId) => this.#fetchCatalog(agentId, true)));
  }

  /** One request per agent at a time; `again` when an answer on its way may be too old already. */
  async #fetchCatalog(agentId: string, again = false): Promise<CatalogState> {
    const pending = this.#pending.get(agentId);
    if (pending && !again) return pending;
    const next = (pending ?? Promise.resolve()).then(() => this.#ask(agentId));
    this.#pending.set(agentId, next);
    const state = await next;
    if (this.#pending.get(agentId) === next) this.#pending.delete(agentId);
    return state;
  }

  async #ask(agentId: string): Promise<CatalogState> {
    const vault = this.#vault;
    const { signal } = this.#connection;
    if (!vault) return { kind: 'missing', reason: 'signedOut', message: '' };
    const before = this.#catalogs.get(agentId);
    if (!before) this.#catalogs.set(agentId, { kind: 'loading' });
    const state = await vault.catalog(agentId, signal).then(
      (catalog): CatalogState => ({ kind: 'known', catalog, stale: false }),
      (error: unknown) => catalogAfterFailure(error, before),
    );
    if (signal.aborted) return state;
    this.#catalogs.set(agentId, state);
    this.#changes.fire({ agentIds: [agentId] });
    return state;
  }

  #forget(): void {
    this.#catalogs.clear();
    this.#pending.clear();
  }

  #enter(state: SessionState): void {
    this.#state = state;
    this.#changes.fire({});
  }
}
