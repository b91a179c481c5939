import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
let key: string;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('secret', 'not-a-real-key', ['A']);
  key = await test.issue('agent', { agentId: 'A' });
});
afterAll(() => test.close());

const url = '/v1/accounts/acc_test';
const look = () => test.send({ url, key: test.adminKey });
const change = (body: unknown, ifMatch?: string) =>
  test.send({
    method: 'PATCH',
    url,
    key: test.adminKey,
    body,
    headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
  });

describe('an account', () => {
  it('is renamed only with its current revision', async () => {
    const { json, headers } = await look();
    expect(json).toEqual({
      id: 'acc_test',
      name: 'Test',
      vaultEnabled: true,
      secondApprover: false,
      assistants: true,
      environments: [],
      createdAt: '2026-01-01T00:00:00.000Z',
      revision: 1,
    });
    const renamed = await change({ name: 'Hotels' }, String(headers['etag']));
    expect(renamed).toMatchObject({ status: 200, json: { name: 'Hotels', vaultEnabled: true, revision: 2 } });
    expect(renamed.headers['etag']).toBe('"2"');
    expect((await test.send({ url: '/v1/me', key: test.adminKey })).json).toMatchObject({
      accountName: 'Hotels',
    });
    expect(await change({ name: 'Mine' }, '"1"')).toMatchObject({
      status: 412,
      json: { code: 'VersionConflict' },
    });
    expect(await change({ name: 'Mine' })).toMatchObject({
      status: 428,
      json: { code: 'PreconditionRequired' },
    });
    expect((await look()).json).toMatchObject({ name: 'Hotels' });
  });

  it('stays unchanged when nothing differs', async () => {
    expect(await change({ name: 'Hotels', vaultEnabled: true }, '*')).toMatchObject({
      status: 200,
      json: { revision: 2 },
    });
  });

  it.each([[{ name: '' }], [{ name: 'half \ud800' }], [{ vaultEnabled: 'no' }], [{ id: 'acc_mine' }]])(
    'does not accept %j',
    async (body) => {
      expect(await change(body, '*')).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    },
  );
});

describe('a vault that is switched off for an account', () => {
  it('refuses requests of it from the very next one on, until it is switched on again', async () => {
    const read = () => test.send({ url: valueUrl('A', 'secret'), key });
    const list = () => test.send({ url: `${url}/secrets`, key: test.adminKey });
    expect(await read()).toMatchObject({ status: 200 });
    expect(await change({ vaultEnabled: false }, '*')).toMatchObject({ status: 200 });
    for (const ask of [read, list]) {
      expect(await ask()).toMatchObject({ status: 403, json: { code: 'VaultDisabled' } });
    }
    expect((await look()).json).toMatchObject({ vaultEnabled: false });
    expect(await change({ vaultEnabled: true }, '*')).toMatchObject({ status: 200 });
    for (const ask of [read, list]) expect(await ask()).toMatchObject({ status: 200 });
  });

  it('is decided by admins only, on or off', async () => {
    await change({ vaultEnabled: false }, '*');
    for (const role of ['author', 'reviewer'] as const) {
      const other = await test.issue(role);
      const body = { vaultEnabled: true };
      const asked = { method: 'PATCH', url, key: other, headers: { 'if-match': '*' }, body } as const;
      expect(await test.send(asked)).toMatchObject({ status: 403, json: { code: 'Forbidden' } });
    }
    await change({ vaultEnabled: true }, '*');
  });

  it('is in the audit log, with the revision that reveals an older copy of the row', async () => {
    const entries = await test.vault.storage.auditAfter(0, 1000);
    const changes = entries.filter(
      ({ action, decision }) => action === 'account.change' && decision === 'allowed',
    );
    expect(changes.at(-1)).toMatchObject({ targetId: 'acc_test', revision: 6 });
  });
});
