import type { KeyRecord, SecretRecord } from '../records.ts';
import type { Transaction } from '../operations.ts';
import { Leftovers } from '../sql/leftovers.ts';
import { createOperations, type Operations } from '../sql/operations/index.ts';
import { secretChangeOf } from '../sql/operations/secrets.ts';
import type { Database } from '../sql/database.ts';
import type { Queries } from '../sql/tables.ts';
import { databaseOf } from './queries.ts';
import type { Session } from './session.ts';
import { Writes } from './writes.ts';

/** What jobs do by queries alone. */
export type Changing = Omit<Transaction, 'appendAudit'>;

/**
 * Everything that one run of a group changes. The group holds the lock that every change takes, so what
 * it has read stays as it is until a job of its own changes it: keys, and the secret that was found last.
 */
export class GroupChanges {
  readonly writes: Writes;
  readonly database: Database;
  readonly operations: Changing;
  readonly #whole: Operations;
  readonly #changeSecret: ReturnType<typeof secretChangeOf>;
  readonly #leftovers = new Leftovers();
  #keys: Promise<readonly KeyRecord[]> | undefined;
  #last: SecretRecord | undefined;

  constructor(session: Session, queries: Queries) {
    this.writes = new Writes(session);
    this.database = databaseOf(queries, (query) => this.writes.run(query));
    this.#whole = createOperations(this.database);
    this.#changeSecret = secretChangeOf(this.database);
    this.operations = { ...this.#whole, ...this.#remembering() };
  }

  /** Before a job; what it returns undoes what the job made remember. */
  beforeJob(): () => void {
    this.#last = undefined;
    const undo = this.#leftovers.remember();
    return () => {
      this.#keys = undefined;
      undo();
    };
  }

  /** What the jobs left to be written once. On its way when this returns. */
  finish(): void {
    this.#bumpCatalogs();
    if (this.#leftovers.takeEvents()) void this.#whole.removeOldEvents();
  }

  #remembering() {
    const whole = this.#whole;
    const changingKeys = <Result>(change: () => Result): Result => {
      this.#keys = undefined;
      return change();
    };
    return {
      keys: () => (this.#keys ??= whole.keys()),
      insertKey: (key) => changingKeys(() => whole.insertKey(key)),
      updateKey: (key) => changingKeys(() => whole.updateKey(key)),
      deleteKey: (term) => changingKeys(() => whole.deleteKey(term)),
      findSecret: async (accountId, name) => (this.#last = await whole.findSecret(accountId, name)),
      updateSecret: (secret) => {
        const before = this.#last;
        this.#last = undefined;
        return before?.id === secret.id
          ? this.#changeSecret(secret, before.access.agentIds)
          : whole.updateSecret(secret);
      },
      findAccount: (id) => {
        this.#bumpCatalogs();
        return whole.findAccount(id);
      },
      bumpCatalogVersion: async (accountId) => this.#leftovers.bump(accountId),
      appendEvent: (accountId, event) => {
        this.#leftovers.noteEvent();
        return whole.insertEvent(accountId, event);
      },
    } satisfies Partial<Transaction>;
  }

  #bumpCatalogs(): void {
    for (const accountId of this.#leftovers.takeCatalogs()) void this.#whole.bumpCatalogVersion(accountId);
  }
}
