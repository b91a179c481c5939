import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { editDatabase } from '../support/edit-database.ts';
import { openTestVault, secretUrl, tagOf, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
let key: string;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('secret', { a: 'not-a-real-1' }, ['A']);
  key = await test.issue('agent', { agentId: 'A' });
  for (const field of ['b', 'c']) await change({ value: { [field]: `not-a-real-${field}` } });
});
afterAll(() => test.close());

const change = (body: unknown) =>
  test.send({
    method: 'PATCH',
    url: secretUrl('secret'),
    key: test.adminKey,
    body,
    headers: { 'if-match': '*' },
  });
const list = (query = '') => test.send({ url: secretUrl('secret', `/versions${query}`), key: test.adminKey });
const restore = (version: string, headers: Record<string, string> = { 'if-match': '*' }) =>
  test.send({
    method: 'POST',
    url: secretUrl('secret', `/versions/${version}:restore`),
    key: test.adminKey,
    headers,
  });
const read = () => test.send({ url: valueUrl('A', 'secret'), key });

describe('versions', () => {
  it('are listed newest first, page by page, without values', async () => {
    const first = await list('?limit=2');
    expect(first).toMatchObject({
      status: 200,
      json: {
        versions: [
          { version: 3, fields: ['c'], current: true },
          { version: 2, fields: ['b'], current: false },
        ],
      },
    });
    expect(first.text).not.toContain('not-a-real');
    const { nextCursor = '' } = first.json as { nextCursor?: string };
    const last = await list(`?limit=2&cursor=${nextCursor}`);
    expect(last).toMatchObject({ json: { versions: [{ version: 1, fields: ['a'], kind: 'key_value' }] } });
    expect(last.json).not.toHaveProperty('nextCursor');
  });

  it.each(['x', '-1', '1.5'])('are not listed from %s', async (position) => {
    const cursor = Buffer.from(position).toString('base64url');
    expect(await list(`?cursor=${cursor}`)).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });

  it('are restored for the very next read, and the next value gets a version of its own', async () => {
    expect(await restore('1')).toMatchObject({ status: 200, json: { version: 1, fields: ['a'] } });
    expect(await read()).toMatchObject({ json: { version: 1, value: { a: 'not-a-real-1' } } });
    expect(await list()).toMatchObject({ json: { versions: [{ current: false }, {}, { current: true }] } });
    expect(
      (await test.vault.storage.auditAfter(0, 1000)).filter((one) => one.action === 'version.restore'),
    ).toMatchObject([{ version: 1, secretName: 'secret', decision: 'allowed' }]);
    expect(await change({ value: { d: 'not-a-real-d' } })).toMatchObject({ json: { version: 4 } });
    expect(await restore('2')).toMatchObject({ json: { version: 2, fields: ['b'] } });
  });

  it.each(['0', '9', '999999999'])('cannot be restored when there is no %s', async (version) => {
    expect(await restore(version)).toMatchObject({ status: 404, json: { code: 'NotFound' } });
  });

  it('are not restored with another revision as the precondition', async () => {
    expect(await restore('3', { 'if-match': await tagOf(test, 'secret', 1) })).toMatchObject({ status: 412 });
    expect(await read()).toMatchObject({ json: { version: 2 } });
  });

  it('that were swapped in the database are not restored', async () => {
    const { id } = (await test.vault.storage.look((view) => view.findSecret('acc_test', 'secret'))) ?? {
      id: '',
    };
    const first = await test.vault.storage.look((view) => view.findVersion(id, 1));
    if (!first) throw new Error('There is no version 1');
    const place = { secretId: id, version: 3 };
    await test.vault.storage.transact((tx) => tx.rewrapVersion(place, first.sealed.wrappedKey, first.term));
    expect(await restore('3')).toMatchObject({ status: 500 });
    expect(await read()).toMatchObject({ status: 200, json: { version: 2 } });
  });
});

describe('versions that someone edited in the database', () => {
  const said = {
    'by whom': `created_by = 'tok_other'`,
    when: `created_at = '2020-01-01T00:00:00.000Z'`,
    'with which fields': `fields = '["other"]'`,
  };
  const old = 'where version = 2';
  let secret: TestVault;
  beforeEach(async () => {
    secret = await openTestVault();
    await secret.addSecret('secret', { a: 'not-a-real-1' });
    const headers = { 'if-match': '*' };
    for (const field of ['b', 'c']) {
      const body = { value: { [field]: 'not-a-real-2' } };
      const url = secretUrl('secret');
      await secret.send({ method: 'PATCH', url, key: secret.adminKey, body, headers });
    }
  });
  afterEach(() => secret.close());

  const ask = async (rest: string, method: 'GET' | 'POST' = 'GET') => {
    const url = secretUrl('secret', `/versions${rest}`);
    const headers = { 'if-match': '*' };
    return (await secret.send({ method, url, key: secret.adminKey, headers })).status;
  };

  it.each(Object.entries(said))(
    'are neither listed nor restored (%s they were made)',
    async (_what, edit) => {
      expect(await ask('')).toBe(200);
      editDatabase(secret.directory, `update secret_versions set ${edit} ${old}`);
      expect([await ask(''), await ask('/2:restore', 'POST')]).toEqual([500, 500]);
    },
  );

  it.each(['1', '2'])('are missed when one is removed (%s)', async (version) => {
    editDatabase(secret.directory, `delete from secret_versions where version = ${version}`);
    const restored = await ask(`/${version}:restore`, 'POST');
    expect([await ask(''), restored, await ask('/9:restore', 'POST')]).toEqual([500, 500, 404]);
  });
});
