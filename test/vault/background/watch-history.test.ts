import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchHistory } from '../../../vault/background/watch-history.ts';
import {
  type CheckpointSink,
  encodeCheckpoint,
  makeCheckpoint,
} from '../../../vault/domain/audit/checkpoints.ts';
import { Metrics } from '../../../vault/observability/metrics.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
});
afterEach(() => test.close());

const kept: string[] = [];
const sink: CheckpointSink = {
  where: 'in its file',
  append: async (line) => void kept.push(line),
  async *lines() {
    yield* kept;
  },
  last: async () => kept.at(-1),
};

/** Compares once; returns what was logged and the gauge. */
async function compareOnce(): Promise<{ logged: readonly string[]; gauge: string | undefined }> {
  const logged: string[] = [];
  const log = (_fields: object, message?: string) => void logged.push(message ?? '');
  const metrics = new Metrics();
  const watch = watchHistory(test.vault, sink, metrics, { error: log, warn: log });
  watch.next();
  await watch.stop();
  return { logged, gauge: metrics.render().match(/^agent_secrets_vault_database_went_back (.)$/m)?.[1] };
}

function editLog(statement: string): void {
  const database = new Database(join(test.directory, 'vault.db'));
  database.exec(statement);
  database.close();
}

async function sign(): Promise<void> {
  const made = await makeCheckpoint(test.vault);
  if (made) kept.push(encodeCheckpoint(made));
}

it('reports nothing while the database is complete', async () => {
  await sign();
  expect(await compareOnce()).toEqual({ logged: [], gauge: '0' });
  expect(test.vault.seal.reason).toBeUndefined();
});

it('seals a vault whose log lost an entry that this process wrote', async () => {
  editLog('delete from audit_groups where last = (select max(last) from audit_groups)');
  expect(await compareOnce()).toEqual({ logged: ['sealed: the database lost entries'], gauge: '1' });
  expect(test.vault.seal.reason).toBe('went-back');
  expect((await test.send({ url: '/v1/me', key: test.adminKey })).status).toBe(503);
});

it('seals a vault whose log lost an entry that only a checkpoint outside knows', async () => {
  await sign();
  editLog('delete from audit_groups where last > 2');
  test.vault.storage.history.forget();
  const { logged } = await compareOnce();
  expect(logged).toContain('sealed: the database lost entries');
  expect(test.vault.seal.sentence).toContain('which was signed at');
});

it('warns of a checkpoint that the vault did not sign, and continues', async () => {
  kept.push('{"not":"a checkpoint"}');
  const { logged } = await compareOnce();
  kept.pop();
  expect(logged).toEqual(['The last checkpoint was not signed by this vault.']);
  expect(test.vault.seal.reason).toBeUndefined();
});

it('stays sealed when the lost entry comes back, until it is started again', async () => {
  editLog('create table kept as select * from audit_groups; delete from audit_groups where last > 2');
  await compareOnce();
  editLog('insert into audit_groups select * from kept where last > 2; drop table kept');
  await compareOnce();
  expect(test.vault.seal.reason).toBe('went-back');
  expect((await test.send({ url: '/v1/me', key: test.adminKey })).status).toBe(503);
});
