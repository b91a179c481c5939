import type { Ahead, Transaction } from '../operations.ts';
import type { Database } from './database.ts';
import { Leftovers } from './leftovers.ts';
import { createOperations, type Operations } from './operations/index.ts';

/** What jobs do by queries alone. */
export type Changing = Omit<Transaction, 'appendAudit'>;

export interface GroupDatabases {
  /** For what nearly every change does: secrets, versions, environment secrets, events. */
  readonly frequent: Database;
  /** For all else, which may change what the storage remembers beyond a group. */
  readonly other: Database;
  /** How a group finds these, where that is not by a query for each. */
  readonly finders?: Partial<Pick<Operations, 'findSecret' | 'findToken'>>;
  /** Called before the row of a secret, or of one of its versions, is changed by frequent work. */
  readonly changed?: (secretId: string) => void;
}

/**
 * What the jobs of a group do to the database, and what of it they remember. A group is alone in changing
 * anything, so what it has read stays as it is until one of its own jobs changes it; and what only has
 * to be true when it ends is written once, at its end.
 */
export class GroupChanges {
  readonly operations: Changing;
  /** For rows as they are. */
  readonly database: Database;
  readonly #frequent: Operations;
  readonly #leftovers = new Leftovers();
  readonly #memory: Memory[] = [];
  readonly #changed: (secretId: string) => void;
  #writes = 0;

  constructor({ frequent, other, finders, changed = () => undefined }: GroupDatabases) {
    this.#changed = changed;
    const counting = ({ run, ...rest }: Database, isOther: boolean): Database => ({
      ...rest,
      run: (query) => {
        if (!query.sql.startsWith('select')) {
          this.#writes += 1;
          if (isOther) this.#forget();
        }
        return run(query);
      },
    });
    this.database = counting(other, true);
    this.#frequent = createOperations(counting(frequent, false));
    this.operations = {
      ...createOperations(this.database),
      ...this.#remembering({ ...this.#frequent, ...finders }),
    };
  }

  /** At the start of a group, and whenever it is run again. */
  begun(): void {
    this.#forget();
    this.#leftovers.clear();
  }

  /** Before a job; what it returns undoes what the job made remember. */
  beforeJob(): () => void {
    const undo = this.#leftovers.remember();
    const before = this.#writes;
    return () => {
      if (this.#writes !== before) this.#forget();
      undo();
    };
  }

  /** Writes what the jobs left to be written once. Every statement is on its way when this returns. */
  async finish(): Promise<void> {
    const written = [this.#bumpCatalogs()];
    if (this.#leftovers.takeEvents()) written.push(this.#frequent.removeOldEvents());
    await Promise.all(written);
  }

  #remembering(find: Operations) {
    const own = this.#frequent;
    const keys = this.#remember(() => find.keys());
    const agents = this.#remember((accountId: string, agentIds: readonly string[]) =>
      find.unknownAgents(accountId, agentIds),
    );
    const tokens = this.#remember((digest: string) => find.findToken(Buffer.from(digest, 'hex')));
    const secrets = this.#remember((accountId: string, name: string) => find.findSecret(accountId, name));
    const variables = this.#remember((userId: string, name: string) =>
      find.findEnvironmentSecret(userId, name),
    );
    return {
      keys: () => keys.get(),
      unknownAgents: (accountId, agentIds) => agents.get(accountId, agentIds),
      findToken: (digest) => tokens.get(digest.toString('hex')),
      findSecret: (accountId, name) => secrets.get(accountId, name),
      findEnvironmentSecret: (userId, name) => variables.get(userId, name),
      insertVersion: (version) => own.insertVersion(version),
      rewrapVersion: (place, wrappedKey, term) => {
        this.#changed(place.secretId);
        return own.rewrapVersion(place, wrappedKey, term);
      },
      updateSecret: async (secret) => {
        this.#changed(secret.id);
        const before = await secrets.get(secret.accountId, secret.name);
        await (before?.id === secret.id ? own.changeSecret(secret, before) : find.updateSecret(secret));
        secrets.set(secret, secret.accountId, secret.name);
      },
      async updateEnvironmentSecret(secret) {
        await own.updateEnvironmentSecret(secret);
        variables.set(secret, secret.userId, secret.name);
      },
      findAccount: async (id) => {
        await this.#bumpCatalogs();
        return find.findAccount(id);
      },
      bumpCatalogVersion: async (accountId) => this.#leftovers.bump(accountId),
      appendEvent: (accountId, event) => {
        this.#leftovers.noteEvent();
        return own.insertEvent(accountId, event);
      },
    } satisfies Partial<Transaction> & Ahead;
  }

  async #bumpCatalogs(): Promise<void> {
    const accountIds = [...this.#leftovers.takeCatalogs()];
    await Promise.all(accountIds.map((accountId) => this.#frequent.bumpCatalogVersion(accountId)));
  }

  /** Answers of a question, by the words it was asked in. */
  #remember<Asked extends readonly unknown[], Found>(find: (...asked: Asked) => Promise<Found>) {
    const found = new Map<string, Promise<Found>>();
    this.#memory.push(found);
    return {
      get(...asked: Asked): Promise<Found> {
        const key = JSON.stringify(asked);
        const known = found.get(key) ?? find(...asked);
        found.set(key, known);
        return known;
      },
      set(value: Found, ...asked: Asked): void {
        found.set(JSON.stringify(asked), Promise.resolve(value));
      },
    };
  }

  #forget(): void {
    for (const memory of this.#memory) memory.clear();
  }
}

type Memory = Pick<Map<string, unknown>, 'clear'>;
