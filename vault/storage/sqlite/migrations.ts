import { type CompiledQuery, sql } from 'kysely';
import type { Connection } from './connection.ts';
import type { Queries } from './schema.ts';

/** Each entry brings the database one version further; entries are never changed, only added. */
const migrations: readonly ((queries: Queries) => readonly CompiledQuery[])[] = [firstSchema];

/** @throws Error with a sentence for the person when the database is of a newer program. */
export function migrate(connection: Connection, queries: Queries): void {
  const version = Number(connection.pragma('user_version'));
  if (version > migrations.length) {
    throw new Error(
      'A newer version of the vault has used this data directory. Update this program, then start again.',
    );
  }
  connection.transaction(() => {
    for (const migration of migrations.slice(version)) {
      for (const query of migration(queries)) connection.run(query);
    }
    connection.pragma(`user_version = ${String(migrations.length)}`);
  });
}

function firstSchema(queries: Queries): readonly CompiledQuery[] {
  const { schema } = queries;
  const table = (name: string) => schema.createTable(name).modifyEnd(sql`strict`);
  return [
    table('meta')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull()),
    table('keys')
      .addColumn('purpose', 'text', (c) => c.notNull())
      .addColumn('term', 'integer', (c) => c.notNull())
      .addColumn('wrapped', 'blob', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('keys_pk', ['purpose', 'term']),
    table('accounts')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('vault_enabled', 'integer', (c) => c.notNull())
      .addColumn('catalog_version', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull()),
    table('agents')
      .addColumn('account_id', 'text', (c) => c.notNull().references('accounts.id'))
      .addColumn('agent_id', 'text', (c) => c.notNull())
      .addColumn('agent_name', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('agents_pk', ['account_id', 'agent_id']),
    table('secrets')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('account_id', 'text', (c) => c.notNull().references('accounts.id'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('fields', 'text', (c) => c.notNull())
      .addColumn('description', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .addUniqueConstraint('secrets_name', ['account_id', 'name']),
    table('access_lists')
      .addColumn('secret_id', 'text', (c) => c.primaryKey().references('secrets.id'))
      .addColumn('agent_ids', 'text', (c) => c.notNull())
      .addColumn('access_version', 'integer', (c) => c.notNull())
      .addColumn('access_updated_at', 'text', (c) => c.notNull())
      .addColumn('access_mac', 'blob', (c) => c.notNull()),
    table('secret_versions')
      .addColumn('secret_id', 'text', (c) => c.notNull().references('secrets.id'))
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('wrapped_key', 'blob', (c) => c.notNull())
      .addColumn('sealed_value', 'blob', (c) => c.notNull())
      .addPrimaryKeyConstraint('secret_versions_pk', ['secret_id', 'version']),
    table('tokens')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('account_id', 'text', (c) => c.notNull().references('accounts.id'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('agent_id', 'text')
      .addColumn('digest', 'blob', (c) => c.notNull().unique())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .addColumn('revoked_at', 'text')
      .addColumn('mac', 'blob', (c) => c.notNull()),
    table('audit')
      .addColumn('seq', 'integer', (c) => c.primaryKey())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('account_id', 'text', (c) => c.notNull())
      .addColumn('actor_id', 'text', (c) => c.notNull())
      .addColumn('actor_role', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('decision', 'text', (c) => c.notNull())
      .addColumn('code', 'text')
      .addColumn('secret_name', 'text')
      .addColumn('agent_id', 'text')
      .addColumn('version', 'integer')
      .addColumn('granted', 'text', (c) => c.notNull())
      .addColumn('revoked', 'text', (c) => c.notNull())
      .addColumn('request_id', 'text', (c) => c.notNull())
      .addColumn('mac', 'blob', (c) => c.notNull()),
    table('events')
      .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('account_id', 'text', (c) => c.notNull())
      .addColumn('event', 'text', (c) => c.notNull()),
    schema.createIndex('events_account').on('events').columns(['account_id', 'seq']),
  ].map((builder) => builder.compile());
}
