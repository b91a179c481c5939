import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOtherAccount, openTestVault, secretUrl, tagOf, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('granted', { id: 'not-a-real-1' }, ['A']);
  await test.addSecret('missing', 'not-a-real-2', ['B']);
});
afterAll(() => test.close());

const read = (agentId: string, key: string, etag?: string) =>
  test.send({
    url: `/v1/agents/${agentId}/catalog`,
    key,
    headers: etag === undefined ? {} : { 'if-none-match': etag },
  });

describe('the catalog of an agent', () => {
  it.each(['admin', 'author', 'reviewer'] as const)(
    'shows an %s every secret and its access',
    async (role) => {
      const answer = await read('A', await test.issue(role));
      expect(answer).toMatchObject({
        status: 200,
        json: {
          agentId: 'A',
          agentName: 'Agent A',
          complete: true,
          secrets: [
            { name: 'granted', kind: 'key_value', fields: ['id'], access: 'granted' },
            { name: 'missing', kind: 'single', fields: [], access: 'missing' },
          ],
        },
      });
      expect(answer.text).not.toContain('not-a-real');
    },
  );

  it('shows the agent itself what it may read, and says that there may be more', async () => {
    const answer = await read('A', await test.issue('agent', { agentId: 'A' }));
    expect(answer).toMatchObject({ json: { complete: false, secrets: [{ name: 'granted' }] } });
    expect(answer.text).not.toContain('missing');
  });

  it('is not shown to another agent, nor to an agent of another account', async () => {
    await addOtherAccount(test);
    expect(await read('A', await test.issue('agent', { agentId: 'B' }))).toMatchObject({ status: 404 });
    expect(await read('other-agent', test.adminKey)).toMatchObject({
      status: 404,
      json: { code: 'NotFound' },
    });
  });

  it('does not have to be sent again while it is unchanged', async () => {
    const etag = String((await read('A', test.adminKey)).headers['etag']);
    expect(await read('A', test.adminKey, etag)).toMatchObject({ status: 304, text: '' });
    const body = { grant: ['A'] };
    const headers = { 'if-match': await tagOf(test, 'missing', 1, 'access') };
    const url = secretUrl('missing', '/access');
    await test.send({ method: 'PATCH', url, key: test.adminKey, headers, body });
    const changed = await read('A', test.adminKey, etag);
    expect(changed).toMatchObject({ status: 200, json: { secrets: [{}, { access: 'granted' }] } });
    const back = { method: 'PATCH', url, key: test.adminKey, body: { revoke: ['A'] } } as const;
    await test.send({ ...back, headers: { 'if-match': await tagOf(test, 'missing', 2, 'access') } });
  });

  it('shows every change immediately, however often it was requested before', async () => {
    const url = secretUrl('missing');
    const patch = (description: string) =>
      test.send({
        method: 'PATCH',
        url,
        key: test.adminKey,
        headers: { 'if-match': '*' },
        body: { description },
      });
    const seen: unknown[] = [];
    for (const description of ['one', 'one', 'two']) {
      await patch(description);
      for (let times = 0; times < 2; times += 1) seen.push((await read('A', test.adminKey)).json);
    }
    expect(seen).toMatchObject(
      ['one', 'one', 'one', 'one', 'two', 'two'].map((description) => ({ secrets: [{}, { description }] })),
    );
    expect(await read('B', test.adminKey)).toMatchObject({
      json: { agentId: 'B', secrets: [{ access: 'missing' }, { access: 'granted' }] },
    });
  });

  it('has different tags for people and for the agent', async () => {
    const etag = String((await read('A', test.adminKey)).headers['etag']);
    const answer = await read('A', await test.issue('agent', { agentId: 'A' }), etag);
    expect(answer.status).toBe(200);
  });

  it('is complete and in order for any number of secrets', async () => {
    const large = await openTestVault();
    await large.addAgents('A');
    const names = Array.from({ length: 1001 }, (_, index) => `s${String(index).padStart(4, '0')}`);
    await Promise.all(
      names.map((name, index) => large.addSecret(name, 'not-a-real', index % 2 ? ['A'] : [])),
    );
    const namesFor = async (key: string) => {
      const { json } = await large.send({ url: '/v1/agents/A/catalog', key });
      return (json as { secrets: { name: string }[] }).secrets.map(({ name }) => name);
    };
    expect(await namesFor(large.adminKey)).toEqual(names);
    const own = names.filter((_, index) => index % 2 === 1);
    expect(await namesFor(await large.issue('agent', { agentId: 'A' }))).toEqual(own);
    await large.close();
  });

  it('is not answered from an edited row, and the log says so', async () => {
    const edited = await openTestVault();
    await edited.addAgents('A');
    await edited.addSecret('secret', 'not-a-real-key');
    const found = await edited.vault.storage.look((view) => view.findSecret('acc_test', 'secret'));
    if (!found) throw new Error('The secret is not there');
    const access = { ...found.access, agentIds: ['A'] };
    await edited.vault.storage.transact((tx) => tx.updateSecret({ ...found, access }));
    for (const url of ['/v1/agents/A/catalog', '/v1/accounts/acc_test/secrets', secretUrl('secret')]) {
      expect(await edited.send({ url, key: edited.adminKey })).toMatchObject({ status: 500 });
      expect((await edited.vault.storage.auditAfter(0, 100)).at(-1)).toMatchObject({ decision: 'failed' });
    }
    await edited.close();
  });

  it('has the content type of JSON', async () => {
    const { headers } = await read('A', test.adminKey);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('is refused when the vault is switched off', async () => {
    const key = await test.issue('admin', { accountId: 'acc_other' });
    const off = { headers: { 'if-match': '*' }, body: { vaultEnabled: false } };
    await test.send({ method: 'PATCH', url: '/v1/accounts/acc_other', key, ...off });
    expect(await read('A', key)).toMatchObject({ status: 403, json: { code: 'VaultDisabled' } });
    const me = await test.send({ url: '/v1/me', key });
    expect(me).toMatchObject({ status: 200, json: { vaultEnabled: false, accountId: 'acc_other' } });
  });
});
