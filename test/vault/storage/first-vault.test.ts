import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealFirstRevisions } from '../../../vault/domain/integrity/first-revisions.ts';
import { recordFirstEnds } from '../../../vault/domain/integrity/first-ends.ts';
import { sealFirstVersions } from '../../../vault/domain/integrity/first-versions.ts';
import { verifyVersion } from '../../../vault/domain/rows/version-mac.ts';
import { verifySecret } from '../../../vault/domain/rows/secret-mac.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { firstSchema } from '../../../vault/storage/sqlite/migrations.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { rootKeyIn } from '../support/edit-database.ts';
import { firstMacs, stealKeys } from '../support/stolen-keys.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let old: Vault;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('one', 'not-a-real-1', ['A']);
  await test.addSecret('edited', 'not-a-real-2', ['A']);
  old = { ...test.vault, storage: openSqliteStorage(await writeAsFirstVault()) };
});
afterEach(async () => {
  await old.storage.close();
  await test.close();
});

/** The same secrets as the first released vault would have stored them; one list is edited directly. */
async function writeAsFirstVault(): Promise<string> {
  const path = join(test.directory, 'first.db');
  const database = new Database(path);
  for (const statement of firstSchema()) database.exec(statement);
  database.exec(`attach '${join(test.directory, 'vault.db')}' as new;
    insert into accounts select id, name, vault_enabled, catalog_version, created_at from new.accounts;
    insert into agents select account_id, agent_id, agent_name, created_at, updated_at from new.agents;
    insert into secrets select id, account_id, name, kind, fields, description, version, created_at, updated_at
      from new.secrets;
    insert into secret_versions select secret_id, version, wrapped_key, sealed_value from new.secret_versions;`);
  const macOf = firstMacs(await stealKeys(test.vault.storage, rootKeyIn(test.directory)));
  for (const secret of await secretsOf(test.vault)) {
    const { agentIds, version, updatedAt } = secret.access;
    const mac = macOf('access-list', [secret.accountId, secret.id, version, agentIds]);
    const stored = JSON.stringify(secret.name === 'edited' ? ['A', 'B'] : agentIds);
    const insert = database.prepare('insert into access_lists values (?, ?, ?, ?, ?)');
    insert.run(secret.id, stored, version, updatedAt, mac);
  }
  database.pragma('user_version = 1');
  database.close();
  return path;
}

function secretsOf({ storage }: Vault) {
  return storage.look((view) => view.secretsById({ after: undefined, limit: 10 }));
}

describe('a vault of the first release', () => {
  it('opens, and returns its values', async () => {
    await sealFirstRevisions(old);
    const found = await old.storage.transactReading((tx) => tx.findReadable('acc_test', 'one'));
    if (!found) throw new Error('The secret is gone');
    const { id, accountId, name, kind, version, revision } = found.secret;
    expect(() => verifySecret(old.keyring, found.secret)).not.toThrow();
    const value = old.keyring.open({ accountId, secretId: id, name, kind, version }, found.sealed);
    expect([value.toString(), revision]).toEqual(['"not-a-real-1"', 1]);
  });

  it('gets no MAC for a list that had been edited', async () => {
    await sealFirstRevisions(old);
    const edited = (await secretsOf(old)).find(({ name }) => name === 'edited');
    if (!edited) throw new Error('The secret is gone');
    expect(() => verifySecret(old.keyring, edited)).toThrow('is not what the vault wrote');
  });

  it('records in the audit log what was sealed, once', async () => {
    await sealFirstRevisions(old);
    await sealFirstRevisions(old);
    const entries = await old.storage.auditAfter(0, 10);
    expect(
      entries.map(({ action, secretName, decision, revision }) => [action, secretName, decision, revision]),
    ).toEqual([
      ['secret.seal', 'one', 'allowed', 1],
      ['secret.seal', 'edited', 'failed', 1],
    ]);
  });

  it('gets MACs for its versions, once, but not for an edited one', async () => {
    await sealFirstRevisions(old);
    const [edited, one] = (await secretsOf(old)).toSorted((a, b) => a.name.localeCompare(b.name));
    const path = join(test.directory, 'first.db');
    const database = new Database(path);
    database.prepare(`update secret_versions set fields = '["x"]' where secret_id = ?`).run(edited?.id);
    await sealFirstVersions(old);
    const versionOf = async (id = '') => {
      const found = await old.storage.look((view) => view.findVersion(id, 1));
      if (!found) throw new Error('The version is gone');
      return found;
    };
    const sealed = await versionOf(one?.id);
    expect(() => verifyVersion(old.keyring, sealed)).not.toThrow();
    const refused = await versionOf(edited?.id);
    expect(() => verifyVersion(old.keyring, refused)).toThrow('is not what the vault wrote');

    await recordFirstEnds(old);
    database.exec(`update secret_versions set mac = x'', created_by = 'tok_other'`);
    database.close();
    await sealFirstVersions(old);
    const blank = await versionOf(one?.id);
    expect(() => verifyVersion(old.keyring, blank)).toThrow('is not what the vault wrote');
  });
});
