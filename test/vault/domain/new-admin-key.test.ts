import { expect, it } from 'vitest';
import { issueAdminKey } from '../../../vault/domain/people/new-admin-key.ts';
import { withUserMac } from '../../../vault/domain/rows/user-mac.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import type { Storage, Transaction } from '../../../vault/storage/storage.ts';
import { openTestVault } from '../support/test-vault.ts';

it('an operator gets a key of a new admin when no other is left', async () => {
  const test = await openTestVault();
  const { vault } = test;
  const actor = { accountId: 'acc_test', actorId: 'operator', actorRole: 'vault', requestId: 'x' } as const;
  const users = () =>
    vault.storage.look((view) => view.listUsers('acc_test', { after: undefined, limit: 10 }));
  const [first] = await users();
  if (!first) throw new Error('There is no admin');
  const disabledAt = '2026-01-01T00:00:00.000Z';
  await vault.storage.transact((tx) => tx.updateUser(withUserMac(vault.keyring, { ...first, disabledAt })));
  let kept = '';
  await issueAdminKey(vault, actor, (_id, key) => {
    kept = key;
  });
  expect(await users()).toHaveLength(2);
  const me = await test.send({ url: '/v1/me', key: kept });
  expect(me).toMatchObject({ status: 200, json: { role: 'admin' } });
  expect((me.json as { userId: string }).userId).not.toBe(first.id);
  for await (const fault of verifyRows(vault)) expect.fail(JSON.stringify(fault));
  await test.close();
});

it('an operator gets one key, in one file, when the storage has to retry its transaction', async () => {
  const test = await openTestVault();
  const actor = { accountId: 'acc_test', actorId: 'operator', actorRole: 'vault', requestId: 'x' } as const;
  const brokenOff = new Error('Broken off');
  const transact: Storage['transact'] = async (work) => {
    const breakOff = async (tx: Transaction) => {
      await work(tx);
      throw brokenOff;
    };
    await expect(test.vault.storage.transact(breakOff)).rejects.toBe(brokenOff);
    return test.vault.storage.transact(work);
  };
  const storage = new Proxy(test.vault.storage, {
    get: (of, name: keyof Storage) => (name === 'transact' ? transact : of[name]),
  });
  const kept: string[] = [];
  await issueAdminKey({ ...test.vault, storage }, actor, (_id, key) => kept.push(key));
  expect(kept).toHaveLength(1);
  expect(await test.send({ url: '/v1/me', key: kept[0] ?? '' })).toMatchObject({ status: 200 });
  await test.close();
});
