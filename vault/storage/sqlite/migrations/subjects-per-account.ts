import { columnTypes } from '../queries.ts';

/**
 * A subject of the identity provider is unique within an account, so that no account learns of or takes over
 * subjects of another. SQLite can change the constraint only by recreating the table; `users` has the same
 * columns.
 */
export function subjectsPerAccount(): readonly string[] {
  const { text, bytes, integer, tableOptions } = columnTypes;
  const columns =
    'id, account_id, name, email, role, issuer, subject, created_at, updated_at, disabled_at, mac, revision';
  return [
    // Other tables refer to the rows, which exist again when the migration is committed.
    'pragma defer_foreign_keys = on',
    `create table users_before as select ${columns} from users`,
    'drop table users',
    `create table users (
      id ${text} primary key, account_id ${text} not null references accounts (id), name ${text} not null,
      email ${text}, role ${text} not null, issuer ${text}, subject ${text}, created_at ${text} not null,
      updated_at ${text} not null, disabled_at ${text}, mac ${bytes} not null,
      revision ${integer} not null default 0, unique (account_id, issuer, subject))${tableOptions}`,
    `insert into users (${columns}) select ${columns} from users_before`,
    'drop table users_before',
    'create index users_account on users (account_id, id)',
  ];
}
