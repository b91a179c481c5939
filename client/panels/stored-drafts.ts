import { isRecord } from '../../contracts/guards.ts';

/** The part of the editor's workspace storage that this code needs. */
interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): unknown;
}

/**
 * Stores the drafts of open forms as soon as they change. The forms leave values out, even one in a wrong
 * input. The editor stores the state of a panel too, but in a browser only every five seconds, so a reload
 * would lose the latest input.
 */
export class StoredDraft {
  readonly #storage: Storage;
  readonly #form: string;
  readonly #key: string;
  #stored = '';

  /** `form` identifies the form across reloads. */
  constructor(storage: Storage, form: string) {
    this.#storage = storage;
    this.#form = form;
    this.#key = keyOf(form);
  }

  keep(draft: object | null): void {
    const text = JSON.stringify(draft);
    if (text === this.#stored) return;
    this.#stored = text;
    void this.#storage.update(this.#key, { draft });
  }

  /** The form has closed. */
  forget(): void {
    this.#stored = '';
    void this.#storage.update(this.#key, undefined);
    void this.#storage.update(closedKey, [this.#form, ...closedForms(this.#storage)].slice(0, mostClosed));
  }
}

/**
 * Whether the editor restores a form that was closed: in a browser, it still stores the form as open for a
 * few seconds.
 */
export function hasClosed(storage: Storage, form: string | undefined): boolean {
  return form !== undefined && closedForms(storage).includes(form);
}

const closedKey = 'agentSecrets.closedForms';
/** Older ones are no longer restored. */
const mostClosed = 20;

function closedForms(storage: Storage): readonly string[] {
  const stored = storage.get(closedKey);
  return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : [];
}

/** The latest draft of the form; otherwise `draft`, which the editor stored for its panel. */
export function latestDraft(storage: Storage, form: string | undefined, draft: unknown): unknown {
  const stored = form === undefined ? undefined : storage.get(keyOf(form));
  return isRecord(stored) && 'draft' in stored ? (stored['draft'] ?? undefined) : draft;
}

const keyOf = (form: string): string => `agentSecrets.draft ${form}`;
