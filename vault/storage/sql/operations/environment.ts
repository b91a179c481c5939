import type { Transaction } from '../../operations.ts';
import { type Database, repeated } from '../database.ts';
import { fromVersion, toSealed } from '../rows.ts';
import { changesOfEnvironmentSecret, fromEnvironmentSecret, toEnvironmentSecret } from '../rows-of-people.ts';

/** Environment secrets, which belong to users. Their versions share a table with those of agent secrets. */
export function environmentOperations(database: Database) {
  const { queries, run } = database;
  const secrets = (userId: string) =>
    queries.selectFrom('environment_secrets').selectAll().where('user_id', '=', userId);
  const byName = repeated(database, ({ userId, name }: { userId: string; name: string }) =>
    secrets(userId).where('name', '=', name).compile(),
  );
  const change = repeated(database, (changes: ReturnType<typeof changesOfEnvironmentSecret>) =>
    queries.updateTable('environment_secrets').set(changes).where('id', '=', '').compile(),
  );

  return {
    async listEnvironment(userId, { after = '', limit }) {
      const query = secrets(userId).where('name', '>', after).orderBy('name').limit(limit);
      return (await run(query.compile())).map(toEnvironmentSecret);
    },
    async findEnvironmentSecret(userId, name) {
      return (await byName({ userId, name })).map(toEnvironmentSecret)[0];
    },
    async readEnvironment(userId) {
      const query = queries
        .selectFrom('environment_secrets as one')
        .innerJoin('secret_versions as value', (join) =>
          join.onRef('value.secret_id', '=', 'one.id').onRef('value.version', '=', 'one.version'),
        )
        .selectAll('one')
        .select(['value.wrapped_key', 'value.sealed_value'])
        .where('one.user_id', '=', userId)
        .orderBy('one.name');
      const rows = await run(query.compile());
      return rows.map((row) => ({ secret: toEnvironmentSecret(row), sealed: toSealed(row) }));
    },
    async insertEnvironmentSecret(secret, version) {
      const insert = queries
        .insertInto('environment_secrets')
        .values(fromEnvironmentSecret(secret))
        .onConflict((conflict) => conflict.columns(['user_id', 'name']).doNothing())
        .returning('id');
      if ((await run(insert.compile())).length === 0) return false;
      await run(queries.insertInto('secret_versions').values(fromVersion(version)).compile());
      return true;
    },
    async updateEnvironmentSecret(secret) {
      await change(changesOfEnvironmentSecret(secret), secret.id);
    },
    async deleteEnvironmentSecret(id) {
      await run(queries.deleteFrom('secret_versions').where('secret_id', '=', id).compile());
      await run(queries.deleteFrom('environment_secrets').where('id', '=', id).compile());
    },
  } satisfies Partial<Transaction>;
}
