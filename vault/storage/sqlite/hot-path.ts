import type { FoundToken, ReadableRecord } from '../records.ts';
import { toAccount, toSealed, toSecret } from '../sql/rows.ts';
import { toToken, toUser } from '../sql/rows-of-people.ts';
import type { Queries } from '../sql/tables.ts';
import { StorageError } from '../storage-error.ts';
import type { Connection } from './connection.ts';

/** The queries of every run-time read, compiled once. */
export function prepareFindToken(connection: Connection, queries: Queries) {
  const tokens = connection.prepare(
    queries.selectFrom('tokens').selectAll().where('digest', '=', Buffer.alloc(0)).compile(),
  );
  const accounts = connection.prepare(
    queries.selectFrom('accounts').selectAll().where('id', '=', '').compile(),
  );
  const users = connection.prepare(queries.selectFrom('users').selectAll().where('id', '=', '').compile());
  const ends = connection.prepare(queries.selectFrom('ended').select('id').where('id', '=', '').compile());
  return (digest: Buffer): FoundToken | undefined => {
    const token = tokens.get(digest);
    const account = token && accounts.get(token.account_id);
    if (!token || !account) return undefined;
    const user = token.user_id === null ? undefined : users.get(token.user_id);
    const isEnded = ends.get(token.id) !== undefined;
    return { token: toToken(token), account: toAccount(account), user: user && toUser(user), isEnded };
  };
}

/** Two lookups by key: SQLite takes three times as long for the equivalent join. */
export function prepareFindReadable(connection: Connection, queries: Queries) {
  const secrets = connection.prepare(
    queries.selectFrom('secrets').selectAll().where('account_id', '=', '').where('name', '=', '').compile(),
  );
  const versions = connection.prepare(
    queries
      .selectFrom('secret_versions')
      .select(['wrapped_key', 'sealed_value'])
      .where('secret_id', '=', '')
      .where('version', '=', 0)
      .compile(),
  );
  return (accountId: string, name: string): ReadableRecord | undefined => {
    const secret = secrets.get(accountId, name);
    if (!secret) return undefined;
    const version = versions.get(secret.id, secret.version);
    if (!version) throw new StorageError('A secret lacks its value');
    return { secret: toSecret(secret), sealed: toSealed(version) };
  };
}
