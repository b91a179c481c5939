import { VaultError, type VaultErrorCode } from '../../vault-client/index.ts';
import { pauseAfter } from '../common/pauses.ts';

interface Waiting {
  readonly title: string;
  dispose(): void;
  onDidDispose(listener: () => void): unknown;
}

/** What is known of a tab whose panel is not there yet. */
export interface WaitingLife {
  /** Whether something typed comes back in it. */
  readonly isUnsaved: boolean;
  /** The vault did not answer: the tab waits on. */
  readonly isAway: () => void;
  /** The person closed the tab, and what was typed with it; we did not. */
  readonly closedUnsaved: () => void;
}

/** Resolves after that many milliseconds. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/** Tabs that the editor kept over a reload of the window, until their panels are there. */
export class WaitingTabs<T extends Waiting> {
  readonly #pause: Pause;
  readonly #lives = new Map<T, WaitingLife>();

  constructor(pause: Pause) {
    this.#pause = pause;
  }

  add(tab: T, life: WaitingLife): void {
    this.#lives.set(tab, life);
    tab.onDidDispose(() => {
      if (this.#lives.delete(tab) && life.isUnsaved) life.closedUnsaved();
    });
  }

  has(tab: T): boolean {
    return this.#lives.has(tab);
  }

  /** Its panel is there. */
  remove(tab: T): void {
    this.#lives.delete(tab);
  }

  /** Nothing comes of it. */
  close(tab: T): void {
    this.#lives.delete(tab);
    tab.dispose();
  }

  closeAll(): void {
    for (const tab of this.#lives.keys()) this.close(tab);
  }

  /** Titles of those in which something typed comes back. */
  get unsaved(): readonly string[] {
    return [...this.#lives].flatMap(([{ title }, { isUnsaved }]) => (isUnsaved ? [title] : []));
  }

  /**
   * What the tab waits for; `undefined` once it waits no more. What was typed is nowhere else, so a vault that
   * does not answer is asked again. Rejects when it refuses.
   */
  async answer<A extends object>(tab: T, ask: () => Promise<A | undefined>): Promise<A | undefined> {
    for (let failures = 0; this.has(tab); failures += 1) {
      try {
        return await ask();
      } catch (error) {
        await this.#goesOn(tab, error, failures);
      }
    }
    return undefined;
  }

  async #goesOn(tab: T, error: unknown, failures: number): Promise<void> {
    const life = this.#lives.get(tab);
    // The rejection for a closed tab is not needed.
    if (!life) return;
    if (!isPassing(error)) throw error;
    life.isAway();
    await this.#pause(pauseAfter(failures));
  }
}

/** Whether asking again later may help: the vault did not say no. */
function isPassing(error: unknown): boolean {
  return error instanceof VaultError && passing.has(error.code);
}

const passing: ReadonlySet<VaultErrorCode> = new Set([
  'Unreachable',
  'TimedOut',
  'BadAnswer',
  'TooManyRequests',
  'InternalError',
  'Sealed',
  'Unavailable',
] as const);
