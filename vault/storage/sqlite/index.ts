import type { FoundToken, Storage, Transaction } from '../storage.ts';
import { sql } from 'kysely';
import { Connection } from './connection.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate } from './migrations.ts';
import { toAccount, toAudit, toEvent, toToken } from './rows.ts';
import { createQueries, type Queries } from './schema.ts';
import { createTransaction, type Remembered } from './transaction.ts';

/** The embedded storage: one SQLite file, used by this process only. @throws StorageError */
export function openSqliteStorage(path: string): Storage {
  const queries = createQueries();
  const writer = Connection.openWriter(path);
  migrate(writer, queries);
  return new SqliteStorage(writer, Connection.openReader(path), queries);
}

class SqliteStorage implements Storage {
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #queries: Queries;
  readonly #remembered: Remembered;
  readonly #transaction: Transaction;
  readonly #group: GroupCommit;
  readonly #listeners = new Set<() => void>();
  readonly #findWhenIdle: TokenFinder;
  readonly #findWhenBusy: TokenFinder;

  constructor(writer: Connection, reader: Connection, queries: Queries) {
    this.#writer = writer;
    this.#reader = reader;
    this.#queries = queries;
    this.#remembered = { auditHead: this.#readAuditHead(), newEvents: false };
    this.#transaction = createTransaction(writer, queries, this.#remembered);
    this.#group = new GroupCommit(writer, {
      beforeJob: () => this.#rememberState(),
      afterCommit: () => this.#announceEvents(),
      afterRollback: () => this.#forget(),
    });
    this.#findWhenIdle = prepareTokenFinder(writer, queries);
    this.#findWhenBusy = prepareTokenFinder(reader, queries);
  }

  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#group.run(() => work(this.#transaction));
  }

  /** The writer has the pages at hand, but in the middle of a group it sees what may be taken back. */
  async findToken(digest: Buffer) {
    if (this.#group.inProgress) return this.#findWhenBusy(digest);
    this.#group.shareRead();
    return this.#findWhenIdle(digest);
  }

  async eventsAfter(accountId: string, seq: number) {
    const events = this.#queries.selectFrom('events');
    const oldest = this.#reader.run(events.select('seq').orderBy('seq').limit(1).compile())[0]?.seq;
    if (oldest !== undefined && seq < oldest - 1) return undefined;
    const query = events
      .select(['seq', 'event'])
      .where('account_id', '=', accountId)
      .where('seq', '>', seq)
      .orderBy('seq');
    return this.#reader.run(query.compile()).map(toEvent);
  }

  async lastEventSeq() {
    const query = this.#queries.selectFrom('events').select('seq').orderBy('seq', 'desc').limit(1);
    return this.#reader.run(query.compile())[0]?.seq ?? 0;
  }

  onEvents(listener: () => void) {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async auditAfter(seq: number, limit: number) {
    const query = this.#queries
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit);
    return this.#reader.run(query.compile()).map(toAudit);
  }

  async ping() {
    this.#reader.run(sql`select count(*) from meta`.compile(this.#queries));
  }

  async close() {
    await this.#group.idle();
    this.#reader.close();
    this.#writer.close();
  }

  #rememberState(): () => void {
    const before = { ...this.#remembered };
    return () => Object.assign(this.#remembered, before);
  }

  #announceEvents(): void {
    if (!this.#remembered.newEvents) return;
    this.#remembered.newEvents = false;
    for (const listener of this.#listeners) listener();
  }

  #forget(): void {
    this.#remembered.newEvents = false;
    this.#remembered.auditHead = this.#readAuditHead();
  }

  #readAuditHead(): Remembered['auditHead'] {
    const query = this.#queries.selectFrom('audit').select(['seq', 'mac']).orderBy('seq', 'desc').limit(1);
    return this.#writer.run(query.compile())[0] ?? { seq: 0, mac: Buffer.alloc(32) };
  }
}

type TokenFinder = (digest: Buffer) => FoundToken | undefined;

function prepareTokenFinder(connection: Connection, queries: Queries): TokenFinder {
  const tokens = queries.selectFrom('tokens').selectAll().where('digest', '=', Buffer.alloc(0));
  const accounts = queries.selectFrom('accounts').selectAll().where('id', '=', '');
  const findToken = connection.prepare(tokens.compile());
  const findAccount = connection.prepare(accounts.compile());
  return (digest) => {
    const token = findToken.get(digest);
    const account = token && findAccount.get(token.account_id);
    return account && { token: toToken(token), account: toAccount(account) };
  };
}
