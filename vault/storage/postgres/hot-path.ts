import type { FoundToken, ReadableRecord } from '../records.ts';
import { toAccount, toSealed, toSecret } from '../sql/rows.ts';
import { toToken, toUser } from '../sql/rows-of-people.ts';
import type { AccountRow, SealedRow, SecretRow, TokenRow, UserRow } from '../sql/tables.ts';
import { StorageError } from '../storage-error.ts';
import type { Session, Statement } from './session.ts';

/** What every run-time read does, for many reads at once. */

export async function findTokens(
  session: Session,
  digests: readonly Buffer[],
): Promise<readonly (FoundToken | undefined)[]> {
  const rows = await session.run<TokenWithAccount>({
    sql: `select t.*, a.name as of_account, a.vault_enabled, a.catalog_version,
        a.created_at as account_created_at, a.revision as account_revision, a.mac as account_mac,
        exists (select 1 from ended e where e.id = t.id) as is_ended
      from tokens t join accounts a on a.id = t.account_id where t.digest = any($1)`,
    parameters: [[...digests]],
  });
  const found = await withUsers(session, rows);
  const byDigest = new Map(found.map((one) => [one.token.digest.toString('hex'), one]));
  return digests.map((digest) => byDigest.get(digest.toString('hex')));
}

type TokenWithAccount = TokenRow & {
  of_account: string;
  vault_enabled: number;
  catalog_version: number;
  account_created_at: string;
  account_revision: number;
  account_mac: Buffer;
  is_ended: boolean;
};

async function withUsers(
  session: Session,
  rows: readonly TokenWithAccount[],
): Promise<readonly FoundToken[]> {
  const userIds = rows.flatMap((row) => row.user_id ?? []);
  const users = userIds.length === 0 ? [] : await session.run<UserRow>(usersById(userIds));
  const byId = new Map(users.map((row) => [row.id, toUser(row)]));
  return rows.map((row) => ({
    token: toToken(row),
    account: toAccount(accountOf(row)),
    user: byId.get(row.user_id ?? ''),
    isEnded: row.is_ended,
  }));
}

function usersById(ids: readonly string[]): Statement<UserRow> {
  return { sql: 'select * from users where id = any($1)', parameters: [[...ids]] };
}

function accountOf(row: TokenWithAccount): AccountRow {
  return {
    id: row.account_id,
    name: row.of_account,
    vault_enabled: row.vault_enabled,
    catalog_version: row.catalog_version,
    created_at: row.account_created_at,
    revision: row.account_revision,
    mac: row.account_mac,
  };
}

export interface SecretPlace {
  readonly accountId: string;
  readonly name: string;
}

/** Access list and value come from one statement, so they belong together. */
export async function findReadables(
  session: Session,
  asked: readonly SecretPlace[],
): Promise<readonly (ReadableRecord | undefined)[]> {
  const places = asked.filter(({ name }) => !name.includes('\0'));
  const rows = await session.run<SecretRow & (SealedRow | Record<keyof SealedRow, null>)>({
    sql: `select s.*, v.wrapped_key, v.sealed_value
      from unnest($1::text[], $2::text[]) as asked (account_id, name)
      join secrets s on s.account_id = asked.account_id and s.name = asked.name
      left join secret_versions v on v.secret_id = s.id and v.version = s.version`,
    parameters: [places.map(({ accountId }) => accountId), places.map(({ name }) => name)],
  });
  const byPlace = new Map(rows.map((row) => [keyOf({ accountId: row.account_id, name: row.name }), row]));
  return asked.map((place) => {
    const row = byPlace.get(keyOf(place));
    if (!row) return undefined;
    if (row.wrapped_key === null) throw new StorageError('A secret lacks its value');
    return { secret: toSecret(row), sealed: toSealed(row) };
  });
}

function keyOf({ accountId, name }: SecretPlace): string {
  return JSON.stringify([accountId, name]);
}
