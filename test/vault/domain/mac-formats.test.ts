import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { makeCheckpoint } from '../../../vault/domain/audit/checkpoints.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { rootKeyIn } from '../support/edit-database.ts';
import { firstMacs, stealKeys } from '../support/stolen-keys.ts';
import { openTestVault, secretUrl, type TestVault, valueUrl } from '../support/test-vault.ts';

const firstLength = 32;
let test: TestVault;
let agentKey: string;
let personKey: string;

/** Everything is written by a version of the vault that knew the first format only. */
beforeEach(async () => {
  test = await openTestVault();
  const mac = firstMacs(await stealKeys(test.vault.storage, rootKeyIn(test.directory)));
  const spy = vi.spyOn(test.vault.keyring, 'mac').mockImplementation(mac);
  const pinned = vi.spyOn(test.vault.keyring, 'pinned').mockReturnValue(test.vault.keyring);
  await test.addAgents('A');
  await test.addSecret('one', 'not-a-real-key', ['A']);
  agentKey = await test.issue('agent', { agentId: 'A' });
  personKey = await test.issue('author', { userId: await test.addUser('author') });
  await test.send({
    method: 'POST',
    url: '/v1/me/environment',
    key: personKey,
    body: { name: 'X', value: 'y' },
  });
  await makeCheckpoint(test.vault);
  spy.mockRestore();
  pinned.mockRestore();
});
afterEach(() => test.close());

const find = () => test.vault.storage.look((view) => view.findSecret('acc_test', 'one'));
const entries = () => test.vault.storage.auditAfter(0, 1000);

async function faults(): Promise<readonly unknown[]> {
  const list: unknown[] = [];
  for await (const fault of verifyRows(test.vault)) list.push(fault);
  return list;
}

describe('a vault whose rows have MACs of the first format', () => {
  it('reads its values, accepts its keys and verifies', async () => {
    expect((await find())?.mac).toHaveLength(firstLength);
    expect(await test.send({ url: valueUrl('A', 'one'), key: agentKey })).toMatchObject({ status: 200 });
    expect(await test.send({ url: '/v1/me/environment', key: personKey })).toMatchObject({ status: 200 });
    expect(await faults()).toEqual([]);
  });

  it('writes a row in the second format when it changes', async () => {
    const change = { method: 'PATCH', url: secretUrl('one'), key: test.adminKey } as const;
    await test.send({ ...change, headers: { 'if-match': '*' }, body: { description: 'Other' } });
    const secret = await find();
    expect(secret).toMatchObject({ description: 'Other' });
    expect(secret?.mac).not.toHaveLength(firstLength);
    expect(await faults()).toEqual([]);
  });

  it('continues its audit log in the second format, as one chain', async () => {
    await test.send({ url: valueUrl('A', 'one'), key: agentKey });
    const lengths = new Set((await entries()).map(({ mac }) => mac.length));
    expect(lengths.size).toBe(2);
    expect(await verifyAuditChain(test.vault)).toMatchObject({
      entries: (await entries()).length,
      checkpoints: 1,
      fault: undefined,
    });
  });
});
