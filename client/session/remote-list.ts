import type { Identity } from '../../contracts/vault-api/identity.ts';
import { type ReceivedEvent, VaultError } from '../../vault-client/index.ts';
import { Emitter } from '../common/emitter.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { hangsAfter } from '../common/pauses.ts';
import { identityOf, type MissingReason, missingReason, type SessionState } from './session-state.ts';
import type { SessionChange } from './vault-session.ts';

/** The known state of a list in the vault; `stale` while the vault is unreachable. */
export type ListState<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'known'; readonly items: readonly T[]; readonly asOf: string; readonly stale: boolean }
  | { readonly kind: 'missing'; readonly reason: MissingReason | 'noPerson' };

interface ListSession<V> {
  readonly state: SessionState;
  readonly vault: V | undefined;
  /** @see VaultSession.reconnect */
  reconnect(): void;
  onDidChange(listener: (change: SessionChange) => void): { dispose(): void };
  onDidReceive(listener: (event: ReceivedEvent['event']) => void): { dispose(): void };
}

interface RemoteListOptions<V, T> {
  readonly session: ListSession<V>;
  readonly ask: (vault: V, identity: Identity) => Promise<readonly T[]>;
  /** Whether the list may have changed as a result of this event. */
  readonly concerns: (type: ReceivedEvent['event']['type']) => boolean;
  readonly now: () => Date;
}

/**
 * One of the signed-in user's lists. It is requested once, then again whenever the vault reports a change.
 */
export class RemoteList<V, T> {
  readonly #options: RemoteListOptions<V, T>;
  readonly #changes = new Emitter<void>();
  readonly #subscriptions: readonly { dispose(): void }[];
  #state: ListState<T> = { kind: 'loading' };
  #question = this.#newQuestion();
  /** The vault client of the list's owner: a list is never shown to another user. */
  #vault: V | undefined;
  readonly onDidChange = this.#changes.event;

  constructor(options: RemoteListOptions<V, T>) {
    this.#options = options;
    const { session, concerns } = options;
    this.#subscriptions = [
      session.onDidChange(({ agentIds }) => agentIds ?? this.#follow()),
      session.onDidReceive(({ type }) => {
        if (type === 'connected') this.#giveUpQuestion();
        if (type === 'connected' || concerns(type)) void this.refresh();
      }),
    ];
    this.#follow();
  }

  get state(): ListState<T> {
    return this.#state;
  }

  /** The items to show; empty while they are unknown. */
  get items(): readonly T[] {
    return this.#state.kind === 'known' ? this.#state.items : [];
  }

  refresh(): Promise<void> {
    return this.#question.rerun();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #follow(): void {
    const { vault } = this.#options.session;
    if (vault !== this.#vault) {
      this.#vault = vault;
      this.#question = this.#newQuestion();
      this.#state = { kind: 'loading' };
    }
    void this.refresh();
    this.#changes.fire();
  }

  /** A request sent while the vault was unreachable may never complete, so the next one does not wait for it. */
  #giveUpQuestion(): void {
    const isWaiting = isUnanswered(this.#state) || this.#question.hasRunFor(hangsAfter);
    if (isWaiting) this.#question = this.#newQuestion();
  }

  #newQuestion(): CoalescedTask<void> {
    const question: CoalescedTask<void> = new CoalescedTask(() =>
      this.#ask(() => this.#question === question),
    );
    return question;
  }

  /** `isWanted` is false once another question has replaced this one. */
  async #ask(isWanted: () => boolean): Promise<void> {
    const { session, ask, now } = this.#options;
    const vault = this.#vault;
    const identity = identityOf(session.state);
    if (!vault || !identity || session.state.kind === 'disabled') return;
    const state = await ask(vault, identity).then(
      (items): ListState<T> => ({ kind: 'known', items, asOf: now().toISOString(), stale: false }),
      (error: unknown) => stateAfter(error, this.#state),
    );
    if (!isWanted()) return;
    this.#state = state;
    if (isUnanswered(state)) session.reconnect();
    this.#changes.fire();
  }
}

function isUnanswered(state: ListState<unknown>): boolean {
  if (state.kind === 'known') return state.stale;
  return state.kind === 'missing' && (state.reason === 'offline' || state.reason === 'failed');
}

function stateAfter<T>(error: unknown, before: ListState<T>): ListState<T> {
  if (error instanceof VaultError && error.code === 'NoUser') return { kind: 'missing', reason: 'noPerson' };
  const reason = missingReason(error);
  const keeps = reason === 'offline' || reason === 'failed';
  return keeps && before.kind === 'known' ? { ...before, stale: true } : { kind: 'missing', reason };
}
