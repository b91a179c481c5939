import type { Right } from '../../contracts/vault-api/identity.ts';
import type { VaultEvent } from '../../contracts/vault-api/events.ts';
import type { ReceivedEvent, VaultClient } from '../../vault-client/index.ts';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { Emitter } from '../common/emitter.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import {
  catalogAfterFailure,
  type CatalogState,
  identityOf,
  isSameCatalog,
  isSameSession,
  isUnanswered,
  may,
  type SessionState,
  stateAfterFailure,
} from './session-state.ts';
import { EventStream } from './event-stream.ts';
import { hangsAfter, pause } from '../common/pauses.ts';

/** What changed: the catalogs of these agents, or the session itself if undefined. */
export interface SessionChange {
  readonly agentIds?: readonly string[];
}

/** Cached catalogs, for use while the vault is unreachable. */
export interface CatalogMemory {
  recall(agentId: string): Promise<CatalogAnswer | undefined>;
  keep(catalog: CatalogAnswer): void;
}

/** Provides names in place of the vault's while no one is signed in. */
type StandIn = (agentId: string) => Promise<CatalogAnswer | undefined>;

/** The requests that a session makes without a user action. */
type SessionVault = Pick<VaultClient, 'me' | 'catalog' | 'events'>;

/** Events that do not affect any catalog. */
const catalogsStay: ReadonlySet<ReceivedEvent['event']['type']> = new Set([
  'environment-changed',
  'request-created',
  'request-decided',
] as const);

/** How long to wait for the event that reports a change made here, in milliseconds. */
const announcedMs = 1_000;

/** A response for a previous session is not valid in the next one. */
const signedOutMeanwhile: CatalogState = { kind: 'missing', reason: 'signedOut', message: '' };

/**
 * The signed-in user's view of the vault: the user's identity, and the catalogs of the agents in use. Each
 * catalog is fetched once, then again whenever the vault reports a change.
 */
export class VaultSession<V extends SessionVault = VaultClient> {
  readonly #changes = new Emitter<SessionChange>();
  readonly #events = new Emitter<ReceivedEvent['event']>();
  readonly #catalogs = new Map<string, CatalogState>();
  readonly #questions = new Map<string, CoalescedTask<CatalogState>>();
  readonly #standIn: StandIn;
  #stream: EventStream | undefined;
  #state: SessionState = { kind: 'loading' };
  #vault: V | undefined;
  #memory: CatalogMemory | undefined;
  #connection = new AbortController();
  /** Aborts pending requests. */
  #asking = new AbortController();
  /** Aborted when the event for a change made here arrives. */
  #announced: AbortController | undefined;
  /**
   * Identifies the user, with one request at a time: a late, outdated response could restore a revoked right.
   */
  #identity = new CoalescedTask(() => Promise.resolve());
  readonly onDidChange = this.#changes.event;
  /** The vault's events; `connected` means that events may have been missed before. */
  readonly onDidReceive = this.#events.event;

  constructor(standIn: StandIn = () => Promise.resolve(undefined)) {
    this.#standIn = standIn;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Defined while a user is signed in, even while the vault is unreachable. */
  get vault(): V | undefined {
    return this.#vault;
  }

  get accountId(): string | undefined {
    return identityOf(this.#state)?.accountId;
  }

  may(right: Right): boolean {
    return may(this.#state, right);
  }

  /** The state once the vault has identified the user or failed to do so. */
  settled(): Promise<SessionState> {
    if (this.#state.kind !== 'loading') return Promise.resolve(this.#state);
    return new Promise((resolve) => {
      const subscription = this.onDidChange(() => {
        if (this.#state.kind === 'loading') return;
        subscription.dispose();
        resolve(this.#state);
      });
    });
  }

  /**
   * Signs in with this client, or signs out if it is `undefined`. Discards everything from the previous
   * session.
   */
  use(vault: V | undefined, memory?: CatalogMemory): void {
    this.#connection.abort();
    this.#connection = new AbortController();
    this.#vault = vault;
    this.#memory = memory;
    this.#forget();
    this.#enter(vault ? { kind: 'loading' } : { kind: 'signedOut' });
    if (vault) void this.#connect(vault, this.#connection.signal);
  }

  knownCatalog(agentId: string): CatalogState | undefined {
    return this.#catalogs.get(agentId);
  }

  /**
   * Never rejects: a failure is a state. Requests each catalog only once. Listeners call this after a change,
   * so it must not cause another change by itself.
   */
  catalog(agentId: string): Promise<CatalogState> {
    const known = this.#catalogs.get(agentId);
    return known && known.kind !== 'loading' ? Promise.resolve(known) : this.#question(agentId).join();
  }

  /** Requests everything in use again. */
  async refresh(): Promise<void> {
    const vault = this.#vault;
    if (!vault) return this.#refetch([...this.#catalogs.keys()]);
    if (this.#connection.signal.aborted) this.renew();
    else await this.#resume();
  }

  /**
   * Call this after a change in this window. An open stream soon reports the change; if it does not,
   * everything is requested again.
   */
  changed(): void {
    if (!this.#stream?.isOpen) return void this.refresh();
    this.#announced?.abort();
    const announced = new AbortController();
    this.#announced = announced;
    const signal = AbortSignal.any([announced.signal, this.#connection.signal]);
    const timer = setTimeout(() => void this.refresh(), announcedMs);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }

  /**
   * For callers whose request failed. Retries only the event stream, which reopens as soon as the vault
   * responds. The `connected` event then causes everything on display to be requested again.
   */
  reconnect(): void {
    this.#stream?.reopen();
  }

  /** Call this if the same user has a new key or retries the old one. Catalogs are requested again. */
  renew(): void {
    const vault = this.#vault;
    if (!vault) return;
    this.#connection.abort();
    this.#connection = new AbortController();
    if (this.#state.kind === 'signedOut') this.#enter({ kind: 'loading' });
    void this.#connect(vault, this.#connection.signal);
  }

  dispose(): void {
    this.#connection.abort();
  }

  async #connect(vault: V, signal: AbortSignal): Promise<void> {
    this.#identity = new CoalescedTask(() => this.#identify(vault, signal));
    await Promise.race([this.#identity.rerun(), pause(hangsAfter, signal)]);
    const handlers = {
      connected: () => void this.#connected(signal),
      received: (event: ReceivedEvent['event']) => {
        void this.#received(event);
        this.#events.fire(event);
      },
      // A proxy may have closed the stream, so the vault is checked before users are notified.
      broken: () => void this.#resume(),
    };
    this.#stream = new EventStream(vault, handlers, signal);
    await this.#stream.follow();
  }

  /** Updates the state before listeners are notified. */
  async #connected(signal: AbortSignal): Promise<void> {
    // A request sent while the vault was unreachable may never complete, so it is repeated, not awaited.
    if (this.#isWaiting()) this.#giveUpQuestions();
    await this.#resume();
    if (!signal.aborted) this.#events.fire({ type: 'connected' });
  }

  /** Requests everything in use again, because changes may have been missed while the stream was closed. */
  async #resume(): Promise<void> {
    await this.#identity.rerun();
    if (this.#state.kind === 'ready') await this.#refetch([...this.#catalogs.keys()]);
  }

  async #identify(vault: V, signal: AbortSignal): Promise<void> {
    const asking = this.#asking.signal;
    try {
      const identity = await vault.me(AbortSignal.any([signal, asking]));
      if (signal.aborted) return;
      this.#enter(identity.vaultEnabled ? { kind: 'ready', identity } : { kind: 'disabled', identity });
    } catch (error) {
      if (asking.aborted && !signal.aborted) return this.#identify(vault, signal);
      this.#fail(error, signal);
    }
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    for (const [agentId, before] of this.#catalogs) {
      this.#learn(agentId, catalogAfterFailure(error, before));
    }
    this.#enter(stateAfterFailure(error, identityOf(this.#state)));
    // A rejected key remains rejected, so retrying would only fill the vault's log.
    if (this.#state.kind === 'signedOut') this.#connection.abort();
    if (this.#isAway()) this.reconnect();
  }

  /**
   * An access change affects only the agents that it lists; a changed secret affects every catalog. A change
   * to users may affect the signed-in user's rights.
   */
  async #received(event: ReceivedEvent['event'] | VaultEvent): Promise<void> {
    const inSight = [...this.#catalogs.keys()];
    if (event.type === 'people-changed') return this.#resume();
    if (catalogsStay.has(event.type)) return;
    this.#announced?.abort();
    if (event.type !== 'access-changed') return this.#refetch(inSight);
    return this.#refetch(inSight.filter((agentId) => event.agentIds.includes(agentId)));
  }

  async #refetch(agentIds: readonly string[]): Promise<void> {
    await Promise.all(agentIds.map((agentId) => this.#question(agentId).rerun()));
  }

  #question(agentId: string): CoalescedTask<CatalogState> {
    const question = this.#questions.get(agentId) ?? new CoalescedTask(() => this.#ask(agentId));
    this.#questions.set(agentId, question);
    return question;
  }

  async #ask(agentId: string): Promise<CatalogState> {
    const vault = this.#vault;
    const { signal } = this.#connection;
    if (!vault) return this.#askStandIn(agentId, signal);
    if (!this.#catalogs.has(agentId)) this.#catalogs.set(agentId, { kind: 'loading' });
    const asking = this.#asking.signal;
    const state = await vault.catalog(agentId, AbortSignal.any([signal, asking])).then(
      (catalog): CatalogState => ({ kind: 'known', catalog, stale: false }),
      (error: unknown) => (asking.aborted ? undefined : this.#afterFailure(agentId, error, signal)),
    );
    if (signal.aborted) return signedOutMeanwhile;
    if (!state) return this.#ask(agentId);
    if (state.kind === 'known' && !state.stale) this.#memory?.keep(state.catalog);
    this.#learn(agentId, state);
    if (isUnanswered(state)) this.reconnect();
    return state;
  }

  /** Until it is known whether a user is signed in, no other names replace the vault's. */
  async #askStandIn(agentId: string, signal: AbortSignal): Promise<CatalogState> {
    if (this.#state.kind !== 'signedOut') return signedOutMeanwhile;
    const catalog = await this.#standIn(agentId);
    if (signal.aborted) return signedOutMeanwhile;
    const state: CatalogState = catalog
      ? { kind: 'known', catalog, stale: false, example: true }
      : signedOutMeanwhile;
    this.#learn(agentId, state);
    return state;
  }

  /** If the vault does not respond, uses the cached catalog. */
  async #afterFailure(agentId: string, error: unknown, signal: AbortSignal): Promise<CatalogState> {
    const memory = this.#memory;
    const state = catalogAfterFailure(error, this.#catalogs.get(agentId));
    // A key rejected for one agent is rejected for all, so the user has to sign in again.
    if (state.kind === 'missing' && state.reason === 'signedOut') this.#fail(error, signal);
    if (state.kind === 'known' || !isUnanswered(state)) return state;
    const catalog = await memory?.recall(agentId);
    return catalog ? { kind: 'known', catalog, stale: true } : state;
  }

  #learn(agentId: string, state: CatalogState): void {
    const before = this.#catalogs.get(agentId);
    this.#catalogs.set(agentId, state);
    if (!isSameCatalog(before, state)) this.#changes.fire({ agentIds: [agentId] });
  }

  #giveUpQuestions(): void {
    this.#asking.abort();
    this.#asking = new AbortController();
  }

  #isAway(): boolean {
    return this.#state.kind === 'offline' || this.#state.kind === 'failed';
  }

  /** Whether anything on display is not current, or a request seems to hang. */
  #isWaiting(): boolean {
    const questions = [this.#identity, ...this.#questions.values()];
    return (
      this.#isAway() ||
      [...this.#catalogs.values()].some(isUnanswered) ||
      questions.some((question) => question.hasRunFor(hangsAfter))
    );
  }

  #forget(): void {
    this.#catalogs.clear();
    this.#questions.clear();
  }

  #enter(state: SessionState): void {
    const before = this.#state;
    this.#state = state;
    if (!isSameSession(before, state)) this.#changes.fire({});
  }
}
