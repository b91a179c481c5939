import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

const users = '/v1/accounts/acc_test/users';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
});
afterAll(() => test.close());

const change = (id: string, body: object, key = test.adminKey) =>
  test.send({ method: 'PATCH', url: `${users}/${id}`, key, body });
const rightsOf = async (key: string) =>
  ((await test.send({ url: '/v1/me', key })).json as { rights: string[] }).rights;

describe('a person', () => {
  it('is added, listed and described without their sign-in identity', async () => {
    const body = {
      name: 'Ada',
      role: 'author',
      email: 'ada@example.com',
      issuer: 'https://id',
      subject: 's1',
    };
    const added = await test.send({ method: 'POST', url: users, key: test.adminKey, body });
    expect(added).toMatchObject({ status: 201, json: { name: 'Ada', role: 'author', email: body.email } });
    const list = await test.send({ url: users, key: test.adminKey });
    expect(list.json).toMatchObject({ users: [{ name: 'Admin' }, added.json] });
    expect(list.text).not.toContain('s1');
  });

  it('is found on the pages of the list, to the last', async () => {
    for (let count = 0; count < 4; count += 1) await test.addUser('reviewer');
    const seen = new Set<string>();
    let cursor = '';
    do {
      const page = (await test.send({ url: `${users}?limit=2${cursor}`, key: test.adminKey })).json as {
        users: { id: string }[];
        nextCursor?: string;
      };
      for (const { id } of page.users) seen.add(id);
      cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen.size).toBe(6);
  });

  it('is known by their name, whatever their key is called', async () => {
    const body = { name: 'Berta Builder', role: 'author' };
    const { json } = await test.send({ method: 'POST', url: users, key: test.adminKey, body });
    const { id: userId } = json as { id: string };
    const key = await test.issue('author', { userId });
    expect(await test.send({ url: '/v1/me', key })).toMatchObject({
      json: { name: 'Berta Builder', userId },
    });
    const found = await test.send({
      url: `/v1/accounts/acc_test/tokens?userId=${userId}`,
      key: test.adminKey,
    });
    expect(found.text).toContain('"name":"author"');
  });

  it('signs in as one person only', async () => {
    const body = { name: 'Eve', role: 'author', issuer: 'https://id', subject: 's1' };
    const answer = await test.send({ method: 'POST', url: users, key: test.adminKey, body });
    expect(answer).toMatchObject({ status: 409, json: { code: 'NameTaken' } });
  });

  it.each([
    [{ name: 'x', role: 'agent' }],
    [{ name: '', role: 'author' }],
    [{ name: 'x', role: 'author', issuer: 'https://id' }],
    [{ name: 'x', role: 'author', email: 'nobody' }],
    [{ name: 'x', role: 'author', mac: 'x' }],
  ])('is not added as %j', async (body) => {
    const answer = await test.send({ method: 'POST', url: users, key: test.adminKey, body });
    expect(answer).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });

  it('who is disabled loses all keys, each with an entry, and gets new ones when enabled', async () => {
    const userId = await test.addUser('author');
    const keys = [await test.issue('author', { userId }), await test.issue('author', { userId })];
    expect(await change(userId, { disabled: true })).toMatchObject({
      status: 200,
      json: { disabledAt: '2026-01-01T00:00:00.000Z' },
    });
    for (const key of keys) {
      expect(await test.send({ url: '/v1/me', key })).toMatchObject({ json: { code: 'CredentialExpired' } });
    }
    await change(userId, { disabled: false });
    for (const key of keys) expect(await test.send({ url: '/v1/me', key })).toMatchObject({ status: 401 });
    const key = await test.issue('author', { userId });
    expect(await test.send({ url: '/v1/me', key })).toMatchObject({ status: 200 });
    const entries = await test.vault.storage.auditAfter(0, 1000);
    expect(entries.filter(({ action }) => action === 'token.revoke')).toHaveLength(2);
  });

  it('who is disabled while the clock is ahead does not regain keys that seem to have expired', async () => {
    const userId = await test.addUser('author');
    const key = await test.issue('author', { userId });
    const days = 2 * 86_400_000;
    test.setClock(days);
    await change(userId, { disabled: true });
    test.setClock(-days);
    await change(userId, { disabled: false });
    expect(await test.send({ url: '/v1/me', key })).toMatchObject({ json: { code: 'CredentialExpired' } });
  });

  it('with a reduced role has no more than the new rights, with every key', async () => {
    const userId = await test.addUser('admin');
    const key = await test.issue('admin', { userId });
    expect(await rightsOf(key)).toContain('secrets:write');
    await change(userId, { role: 'author' });
    expect(await rightsOf(key)).toEqual(['catalog:read', 'requests:write', 'agents:list', 'environment:own']);
    expect(await test.send({ url: users, key })).toMatchObject({ status: 403 });
  });

  it('gains no new rights in old keys', async () => {
    const userId = await test.addUser('author');
    const key = await test.issue('author', { userId });
    const before = await rightsOf(key);
    await change(userId, { role: 'admin' });
    expect(await rightsOf(key)).toEqual(before);
  });

  it('cannot shut themselves out', async () => {
    const userId = await test.addUser('admin');
    const key = await test.issue('admin', { userId });
    for (const body of [{ disabled: true }, { role: 'author' }]) {
      expect(await change(userId, body, key)).toMatchObject({ status: 400 });
    }
    expect(await change(userId, { name: 'New name' }, key)).toMatchObject({ status: 200 });
  });

  it('of another account or of none is not found', async () => {
    expect(await change('usr_nobody', { name: 'x' })).toMatchObject({
      status: 404,
      json: { code: 'NotFound' },
    });
  });
});
