import { sql } from 'kysely';
import type { FoundToken, ReadableRecord, SecretRecord } from '../records.ts';
import { toAccount, toSealed, toSecret } from '../sql/rows.ts';
import { toToken, toUser } from '../sql/rows-of-people.ts';
import type { AccountRow, Queries, SealedRow, SecretRow, TokenRow, UserRow } from '../sql/tables.ts';
import { StorageError } from '../storage-error.ts';
import { SameRecords } from './same-records.ts';
import type { Session, Statement } from './session.ts';

export interface SecretPlace {
  readonly accountId: string;
  readonly name: string;
}

type ReadableRow = SecretRow & SealedRow;

/** Larger ones are made anew: the rows kept must stay small together. */
const largestValue = 1024;

/** What nearly every request looks at, for many requests in one statement. */
export class HotPath {
  readonly #tokens = new SameRecords(toToken);
  readonly #accounts = new SameRecords(toAccount);
  readonly #users = new SameRecords(toUser);
  readonly #readables = new SameRecords(toReadable);
  readonly #tokensByDigest: string;

  constructor(queries: Queries) {
    this.#tokensByDigest = queries
      .selectFrom('tokens as t')
      .innerJoin('accounts as a', 'a.id', 't.account_id')
      .leftJoin('users as u', 'u.id', 't.user_id')
      .selectAll('t')
      .select(sql<boolean>`exists (select 1 from ended e where e.id = t.id)`.as('is_ended'))
      .select(accountColumns.map((column) => `a.${column} as a_${column}` as const))
      .select(userColumns.map((column) => `u.${column} as u_${column}` as const))
      .where(sql<boolean>`t.digest = any($1)`)
      .compile().sql;
  }

  /** Token, account and person come from one statement, so they belong together. */
  async findTokens(
    session: Session,
    digests: readonly Buffer[],
  ): Promise<readonly (FoundToken | undefined)[]> {
    const rows = await session.run<TokenRow & Record<string, unknown>>({
      sql: this.#tokensByDigest,
      parameters: [[...digests]],
    });
    const byDigest = new Map(rows.map((row) => [row.digest.toString('latin1'), this.#found(row)]));
    return digests.map((digest) => byDigest.get(digest.toString('latin1')));
  }

  #found(row: TokenRow & Record<string, unknown>): FoundToken {
    const of = (prefix: string, columns: readonly string[]) =>
      Object.fromEntries(columns.map((column) => [column, row[prefix + column]]));
    const { id, account_id: accountId, user_id: userId } = row;
    return {
      token: this.#tokens.get(id, row),
      // The columns are those that were selected.
      account: this.#accounts.get(accountId, of('a_', accountColumns) as unknown as AccountRow),
      user:
        userId === null || row['u_id'] === null
          ? undefined
          : this.#users.get(userId, of('u_', userColumns) as unknown as UserRow),
      isEnded: row['is_ended'] === true,
    };
  }

  async findSecrets(
    session: Session,
    places: readonly SecretPlace[],
  ): Promise<readonly (SecretRecord | undefined)[]> {
    const rows = await session.run(atPlaces<SecretRow>('s.*', '', places));
    const byPlace = new Map(rows.map((row) => [keyOfRow(row), toSecret(row)]));
    return places.map((place) => byPlace.get(keyOf(place)));
  }

  /** Access list and value come from one statement, so they belong together. */
  async findReadables(
    session: Session,
    places: readonly SecretPlace[],
  ): Promise<readonly (ReadableRecord | undefined)[]> {
    const rows = await session.run(
      atPlaces<SecretRow & (SealedRow | Record<keyof SealedRow, null>)>(
        's.*, v.wrapped_key, v.sealed_value',
        'left join secret_versions v on v.secret_id = s.id and v.version = s.version',
        places,
      ),
    );
    const byPlace = new Map(rows.map((row) => [keyOfRow(row), row]));
    return places.map((place) => {
      const row = byPlace.get(keyOf(place));
      if (!row) return undefined;
      if (row.wrapped_key === null) throw new StorageError('A secret lacks its value');
      return row.sealed_value.length > largestValue
        ? toReadable(row)
        : this.#readables.get(keyOf(place), row);
    });
  }
}

function toReadable(row: ReadableRow): ReadableRecord {
  return { secret: toSecret(row), sealed: toSealed(row) };
}

/** PostgreSQL stores no text with U+0000, and takes none. */
function atPlaces<Row>(columns: string, join: string, asked: readonly SecretPlace[]): Statement<Row> {
  const places = asked.filter(({ name }) => !name.includes('\0'));
  return {
    sql: `select ${columns} from unnest($1::text[], $2::text[]) as asked (account_id, name)
      join secrets s on s.account_id = asked.account_id and s.name = asked.name ${join}`,
    parameters: [places.map(({ accountId }) => accountId), places.map(({ name }) => name)],
  };
}

function keyOfRow({ account_id: accountId, name }: SecretRow): string {
  return keyOf({ accountId, name });
}

/** No id of an account holds a line break. */
function keyOf({ accountId, name }: SecretPlace): string {
  return `${accountId}\n${name}`;
}

const accountColumns = columnsOf<AccountRow>({
  id: true,
  name: true,
  vault_enabled: true,
  second_approver: true,
  catalog_version: true,
  created_at: true,
  revision: true,
  mac: true,
});

const userColumns = columnsOf<UserRow>({
  id: true,
  account_id: true,
  name: true,
  email: true,
  role: true,
  issuer: true,
  subject: true,
  created_at: true,
  updated_at: true,
  disabled_at: true,
  revision: true,
  mac: true,
});

/** All of them: the compiler misses the one that is not there. */
function columnsOf<Row>(all: Record<keyof Row & string, true>): readonly (keyof Row & string)[] {
  // Keys of an object have no narrower type.
  return Object.keys(all) as (keyof Row & string)[];
}
