import { afterEach, beforeEach, expect, it } from 'vitest';
import { appendEntry } from '../../../vault/domain/audit/audit.ts';
import { type RowFault, verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';
import { editDatabase } from '../support/edit-database.ts';

const actor = { accountId: 'acc_test', actorId: 'vault', actorRole: 'vault', requestId: 'test' } as const;
let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('one', 'not-a-real-1', ['A']);
  await test.addSecret('two', 'not-a-real-2', ['A']);
});
afterEach(() => test.close());

async function faults(): Promise<readonly RowFault[]> {
  const list: RowFault[] = [];
  for await (const fault of verifyRows(test.vault)) list.push(fault);
  return list;
}

it('finds nothing wrong with an unmodified vault', async () => {
  expect(await faults()).toEqual([]);
});

it('finds a purged secret that was put back, and does not miss a purged one', async () => {
  const secret = await test.vault.storage.look((view) => view.findSecret('acc_test', 'one'));
  const secretId = secret?.id ?? '';
  editDatabase(
    test.directory,
    'create table kept as select * from secrets; create table kept_versions as select * from secret_versions',
  );
  await test.vault.storage.transact(async (tx) => {
    await tx.purgeSecret(secretId);
    await appendEntry(test.vault, tx, actor, { action: 'secret.purge', secretId }, undefined);
  });
  expect(await faults()).toEqual([]);
  editDatabase(
    test.directory,
    `insert into secrets select * from kept where name = 'one';
     insert into secret_versions select * from kept_versions where secret_id = '${secretId}'`,
  );
  expect(await faults()).toEqual([{ row: 'secret', id: secretId, what: 'older' }]);
});
