import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient, type Fetch } from '../../../vault-client/index.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
});
afterAll(() => test.close());

/** The vault itself, without a network in between. */
const fetch: Fetch = async (address, init) => {
  const url = address.slice('http://127.0.0.1:1'.length);
  const method = methods.find((one) => one === init.method) ?? 'GET';
  const { headers, body } = init;
  const answer = await test.send({ method, url, headers, ...(body === undefined ? {} : { body }) });
  const types = { 'content-type': String(answer.headers['content-type']) };
  return new Response(answer.text, { status: answer.status, headers: types });
};
const methods = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
const optionsFor = (key: string) => ({ url: 'http://127.0.0.1:1', key, fetch });
const manager = () => createVaultClient(optionsFor(test.adminKey));
const newSecret = async (name = `secret:a/b ${String((count += 1))}`) => {
  await test.addSecret(name, 'not-a-real-1', ['A']);
  return name;
};

describe('a program that manages the vault', () => {
  it('changes a secret, restores a version, deletes it and restores it', async () => {
    const name = await newSecret();
    const { etag } = await manager().secret('acc_test', name);
    const changed = await manager().changeSecret('acc_test', name, { value: 'not-a-real-2' }, etag);
    expect(changed).toMatchObject({ version: 2 });
    const stale = manager().changeSecret('acc_test', name, { description: 'x' }, etag);
    await expect(stale).rejects.toMatchObject({ code: 'VersionConflict' });
    expect(await manager().changeSecret('acc_test', name, { description: 'x' }, 'any')).toMatchObject({
      description: 'x',
    });
    const versions = await manager().versions('acc_test', name);
    expect(versions.map(({ version, current }) => [version, current])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect(await manager().restoreVersion('acc_test', name, 1, 'any')).toMatchObject({ version: 1 });
    const deleted = await manager().deleteSecret('acc_test', name, 'any');
    await expect(manager().secret('acc_test', name)).rejects.toMatchObject({ code: 'SecretNotFound' });
    expect(await manager().undeleteSecret('acc_test', name, deleted.etag)).toMatchObject({
      name,
      version: 1,
    });
  });

  it('finds secrets by their properties, to the last page', async () => {
    for (let n = 0; n < 101; n += 1) await newSecret(`many-${String(n).padStart(3, '0')}`);
    await manager().deleteSecret('acc_test', 'many-050', 'any');
    const find = async (search: object) => (await manager().secrets('acc_test', search)).length;
    expect(await find({ prefix: 'many-' })).toBe(100);
    expect(await find({ prefix: 'many-', includeDeleted: true })).toBe(101);
    expect(await find({ prefix: 'many-', agentId: 'B' })).toBe(0);
    expect(await find({ prefix: 'many-', kind: 'key_value' })).toBe(0);
  });

  it('changes many access lists and agents', async () => {
    const name = await newSecret();
    const { etag } = await manager().access('acc_test', name);
    const changes = { changes: [{ name, etag, grant: ['B'], revoke: ['A'] }] };
    expect(await manager().changeManyAccessLists('acc_test', changes)).toMatchObject({
      lists: [{ name, agentIds: ['B'], version: 2 }],
    });
    expect(await manager().changeAgent('acc_test', 'B', { agentName: 'Bee' })).toMatchObject({
      agentName: 'Bee',
    });
  });

  it('requests access, decides and withdraws', async () => {
    const author = createVaultClient(optionsFor(await test.issue('author')));
    const request = async () => {
      const asked = await author.requestAccess('B', { secretName: await newSecret(), reason: 'Refunds' });
      return { agentId: asked.agentId, requestId: asked.id };
    };
    expect(await manager().approveRequest(await request(), 'Fine')).toMatchObject({ status: 'approved' });
    expect(await manager().declineRequest(await request())).toMatchObject({ status: 'declined' });
    expect(await author.cancelRequest(await request())).toMatchObject({ status: 'cancelled' });
    const { requestId } = await request();
    expect(await manager().accessRequests('acc_test', 'pending')).toMatchObject([{ id: requestId }]);
    expect(await author.agentAccessRequests('B')).toHaveLength(4);
    const asking = author.requestAccess('A', { secretName: await newSecret() });
    await expect(asking).rejects.toMatchObject({ code: 'Conflict' });
  });

  it('sees a deprecated secret in the catalog', async () => {
    const name = await newSecret();
    await manager().changeSecret('acc_test', name, { deprecated: {} }, 'any');
    const { secrets } = await createVaultClient(optionsFor(test.adminKey)).catalog('A');
    expect(secrets.find((secret) => secret.name === name)).toMatchObject({ deprecated: {} });
  });
});
