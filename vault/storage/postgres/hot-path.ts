import { BoundedMap } from '../bounded-map.ts';
import type { FoundToken, ReadableRecord, SecretRecord } from '../records.ts';
import { toAccount, toSealed, toSecret } from '../sql/rows.ts';
import { toToken, toUser } from '../sql/rows-of-people.ts';
import type { AccountRow, SealedRow, SecretRow, TokenRow, UserRow } from '../sql/tables.ts';
import { StorageError } from '../storage-error.ts';
import type { Session, Statement } from './session.ts';

export interface SecretPlace {
  readonly accountId: string;
  readonly name: string;
}

type ReadableRow = SecretRow & SealedRow;

/**
 * Returns the previous record object while its row is unchanged in every column, so that its verification and
 * its unwrapped key remain valid. The row is still read from the database every time.
 */
class SameRecords<Row extends object, Made extends object> {
  readonly #kept = new BoundedMap<{ readonly row: Row; readonly made: Made }>(16_384);
  readonly #make: (row: Row) => Made;

  constructor(make: (row: Row) => Made) {
    this.#make = make;
  }

  get(key: string, row: Row): Made {
    const known = this.#kept.get(key);
    if (known && isSame(known.row, row)) return known.made;
    const made = this.#make(row);
    this.#kept.set(key, { row, made });
    return made;
  }
}

function isSame<Row extends object>(one: Row, other: Row): boolean {
  const values: readonly unknown[] = Object.values(other);
  return Object.values(one).every((value: unknown, index) => isSameValue(value, values[index]));
}

function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || (one instanceof Buffer && other instanceof Buffer && one.equals(other));
}

/** Larger rows are decoded every time, to keep the cache small. */
const largestValue = 1024;

/** What nearly every request reads, fetched for many requests in one statement. */
export class HotPath {
  readonly #tokens = new SameRecords(toToken);
  readonly #accounts = new SameRecords(toAccount);
  readonly #users = new SameRecords(toUser);
  readonly #readables = new SameRecords(toReadable);
  /** Reads token, account and person in one statement, so that they are consistent. */
  async findTokens(
    session: Session,
    digests: readonly Buffer[],
  ): Promise<readonly (FoundToken | undefined)[]> {
    const rows = await session.run<TokenWithOwners>({
      sql: tokensByDigest,
      parameters: [[...digests]],
    });
    const byDigest = new Map(rows.map((row) => [row.digest.toString('latin1'), this.#found(row)]));
    return digests.map((digest) => byDigest.get(digest.toString('latin1')));
  }

  #found(row: TokenWithOwners): FoundToken {
    const user = userOf(row);
    return {
      token: this.#tokens.get(row.id, row),
      account: this.#accounts.get(row.account_id, accountOf(row)),
      user: user && this.#users.get(user.id, user),
      isEnded: row.is_ended,
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

  /** Reads access list and value in one statement, so that they are consistent. */
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

/** PostgreSQL neither stores nor accepts strings with U+0000. */
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

/** Account ids never contain a line break. */
function keyOf({ accountId, name }: SecretPlace): string {
  return `${accountId}\n${name}`;
}

type Prefixed<Prefix extends string, Row> = {
  readonly [Column in keyof Row & string as `${Prefix}${Column}`]: Row[Column];
};

type TokenWithOwners = TokenRow & { readonly is_ended: boolean } & Prefixed<'a_', AccountRow> &
  Prefixed<'u_', UserRow | Record<keyof UserRow, null>>;

function accountOf(row: TokenWithOwners): AccountRow {
  return {
    id: row.a_id,
    name: row.a_name,
    vault_enabled: row.a_vault_enabled,
    second_approver: row.a_second_approver,
    assistants_off: row.a_assistants_off,
    environments: row.a_environments,
    catalog_version: row.a_catalog_version,
    created_at: row.a_created_at,
    revision: row.a_revision,
    mac: row.a_mac,
  };
}

/** A missing person has no id, role or MAC. */
function userOf(row: TokenWithOwners): UserRow | undefined {
  const { u_id: id, u_account_id, u_name, u_role, u_created_at, u_updated_at, u_revision, u_mac } = row;
  if (id === null || u_account_id === null || u_name === null || u_role === null) return undefined;
  if (u_created_at === null || u_updated_at === null || u_revision === null || u_mac === null)
    return undefined;
  return {
    id,
    account_id: u_account_id,
    name: u_name,
    email: row.u_email,
    role: u_role,
    issuer: row.u_issuer,
    subject: row.u_subject,
    created_at: u_created_at,
    updated_at: u_updated_at,
    disabled_at: row.u_disabled_at,
    revision: u_revision,
    mac: u_mac,
  };
}

/** Token, account and person in one row. */
const tokensByDigest = `select t.*, exists (select 1 from ended e where e.id = t.id) as is_ended,
    a.id as a_id, a.name as a_name, a.vault_enabled as a_vault_enabled,
    a.second_approver as a_second_approver, a.assistants_off as a_assistants_off, a.environments as a_environments,
    a.catalog_version as a_catalog_version,
    a.created_at as a_created_at, a.revision as a_revision, a.mac as a_mac,
    u.id as u_id, u.account_id as u_account_id, u.name as u_name, u.email as u_email, u.role as u_role,
    u.issuer as u_issuer, u.subject as u_subject, u.created_at as u_created_at, u.updated_at as u_updated_at,
    u.disabled_at as u_disabled_at, u.revision as u_revision, u.mac as u_mac
  from tokens t join accounts a on a.id = t.account_id left join users u on u.id = t.user_id
  where t.digest = any($1)`;
