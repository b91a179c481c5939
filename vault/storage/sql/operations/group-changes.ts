import type { Ahead, Transaction } from '../../operations.ts';
import type { Database } from '../database.ts';
import { Leftovers } from '../leftovers.ts';
import { createOperations, type Operations } from './index.ts';

/** What jobs can do with queries alone. */
export type Changing = Omit<Transaction, 'appendAudit'>;

export interface GroupDatabases {
  /** For what most changes do: secrets, versions, environment secrets, events. */
  readonly frequent: Database;
  /** For everything else, which may affect storage caches that outlive a group. */
  readonly other: Database;
  /** Replacements for lookups, which do not need a query each time. */
  readonly finders?: Partial<Pick<Operations, 'findSecret' | 'findToken'>>;
  /** Called before frequent work changes the row of a secret or of one of its versions. */
  readonly changed?: (secretId: string) => void;
}

/**
 * The changes made by a group's jobs, and a cache of what they read. Only one group makes changes at a time,
 * so what it has read stays current until one of its own jobs changes it. Writes that are needed only once
 * are done at the end.
 */
export class GroupChanges {
  readonly operations: Changing;
  /** For reading and writing rows directly. */
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

  /** Called when a group starts, and whenever it is run again. */
  begun(): void {
    this.#forget();
    this.#leftovers.clear();
  }

  /** Called before a job; the returned function undoes the job's effect on the cache. */
  beforeJob(): () => void {
    const undo = this.#leftovers.remember();
    const before = this.#writes;
    return () => {
      if (this.#writes !== before) this.#forget();
      undo();
    };
  }

  /** Performs the writes that all jobs share. Every statement has been sent when this returns. */
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

  /** Caches the results of a lookup by its arguments. */
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
