import { VaultError, type VaultErrorCode } from '../../vault-client/index.ts';
import { pauseAfter } from '../common/pauses.ts';

interface Waiting {
  readonly title: string;
  dispose(): void;
  onDidDispose(listener: () => void): unknown;
}

export interface WaitingLife {
  readonly isUnsaved: boolean;
  /** Called when the vault did not respond; the tab keeps waiting. */
  readonly isAway: () => void;
  /** Called when the user, not the extension, closed the tab and its unsaved input would be lost. */
  readonly closedUnsaved: () => void;
}

/** Resolves after the given number of milliseconds. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/** Tabs that the editor restored after a window reload and whose panels are not open yet. */
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

  remove(tab: T): void {
    this.#lives.delete(tab);
  }

  /** Closes a tab because no panel will open in it. */
  close(tab: T): void {
    this.#lives.delete(tab);
    tab.dispose();
  }

  closeAll(): void {
    for (const tab of this.#lives.keys()) this.close(tab);
  }

  /** Titles of the waiting tabs with unsaved input. */
  get unsaved(): readonly string[] {
    return [...this.#lives].flatMap(([{ title }, { isUnsaved }]) => (isUnsaved ? [title] : []));
  }

  /**
   * The result that the tab waits for; `undefined` if the tab no longer waits. If the vault does not respond,
   * the request is repeated, because only the tab has the input. Rejects if the vault rejects the request.
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
    // A closed tab no longer needs the error.
    if (!life) return;
    if (!isPassing(error)) throw error;
    life.isAway();
    await this.#pause(pauseAfter(failures));
  }
}

/** Whether a retry may help, because the vault did not reject the request. */
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
