import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { purgeDeleted } from '../../../vault/domain/deletion/purge-secrets.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { openTestVault, secretUrl, tagOf, type TestVault, valueUrl } from '../support/test-vault.ts';

const day = 86_400_000;

let test: TestVault;
let key: string;
let name: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  key = await test.issue('agent', { agentId: 'A' });
});
beforeEach(async () => {
  name = `secret-${String((count += 1))}`;
  await test.addSecret(name, 'not-a-real-1', ['A']);
});
afterAll(() => test.close());

const send = (
  method: 'DELETE' | 'GET' | 'POST',
  rest = '',
  headers: Record<string, string> = { 'if-match': '*' },
) => test.send({ method, url: secretUrl(name, rest), key: test.adminKey, headers });
const read = () => test.send({ url: valueUrl('A', name), key });
const list = async (query: string) => {
  const url = `/v1/accounts/acc_test/secrets?${query}`;
  const { json } = await test.send({ url, key: test.adminKey });
  return (json as { secrets: { name: string; deletedAt?: string }[] }).secrets;
};

describe('deleting a secret', () => {
  it('removes it from the very next read, from lists and catalogs', async () => {
    const deleted = await send('DELETE');
    expect(deleted).toMatchObject({ status: 200, json: { name, revision: 2 } });
    expect(await read()).toMatchObject({ status: 404, json: { code: 'SecretNotFound' } });
    expect((await list('')).map((secret) => secret.name)).not.toContain(name);
    const catalog = await test.send({ url: '/v1/agents/A/catalog', key: test.adminKey });
    expect(catalog.text).not.toContain(`"${name}"`);
    for (const rest of ['', '/access', '/versions'])
      expect(await send('GET', rest)).toMatchObject({ status: 404 });
    expect(await send('DELETE')).toMatchObject({ status: 404, json: { code: 'SecretNotFound' } });
  });

  it('keeps the name, and says how long', async () => {
    const now = test.vault.now().getTime();
    const { json } = await send('DELETE');
    expect(json).toMatchObject({ purgeAfter: new Date(now + 7 * day).toISOString() });
    const body = { name, kind: 'single', value: 'not-a-real-2' };
    const again = { method: 'POST', url: '/v1/accounts/acc_test/secrets', key: test.adminKey, body } as const;
    expect(await test.send(again)).toMatchObject({ status: 409, json: { code: 'NameTaken' } });
  });

  it('lists it among the others on request, in order', async () => {
    await send('DELETE');
    await test.addSecret(`${name}-b`, 'not-a-real-1');
    await test.addSecret(`${name}-a`, 'not-a-real-1');
    const all = await list(`includeDeleted=true&prefix=${name}`);
    expect(all.map((one) => [one.name, one.deletedAt !== undefined])).toEqual([
      [name, true],
      [`${name}-a`, false],
      [`${name}-b`, false],
    ]);
    expect((await list(`prefix=${name}`)).map((one) => one.name)).toEqual([`${name}-a`, `${name}-b`]);
    expect((await list(`includeDeleted=true&prefix=${name}&limit=1`)).map((one) => one.name)).toEqual([name]);
  });

  it('is refused when it is based on another revision', async () => {
    expect(await send('DELETE', '', { 'if-match': await tagOf(test, name, 2) })).toMatchObject({
      status: 412,
    });
    expect(await read()).toMatchObject({ status: 200 });
  });
});

describe('undeleting a secret', () => {
  it('restores it with its access list, any number of times', async () => {
    await send('DELETE');
    for (let time = 0; time < 2; time += 1) {
      const back = await send('POST', ':undelete');
      expect(back).toMatchObject({ status: 200, json: { name, revision: 3, agentIds: ['A'] } });
      expect(back.json).not.toHaveProperty('deletedAt');
    }
    expect(await read()).toMatchObject({ json: { value: 'not-a-real-1' } });
  });

  it('is possible for a week', async () => {
    await send('DELETE');
    test.advance(7 * day - 1);
    const inTime = await test.issue('admin');
    const headers = { 'if-match': '*' };
    const undelete = { method: 'POST', url: secretUrl(name, ':undelete'), key: inTime, headers } as const;
    expect(await test.send(undelete)).toMatchObject({ status: 200 });
    await test.send({ method: 'DELETE', url: secretUrl(name), key: inTime, headers });
    test.advance(7 * day);
    const late = await test.send({ ...undelete, key: await test.issue('admin') });
    expect(late).toMatchObject({ status: 404, json: { code: 'SecretNotFound' } });
    test.advance(-14 * day + 1);
  });
});

describe('purging', () => {
  it('destroys what was deleted a week ago, with its keys, and frees the name', async () => {
    await send('DELETE');
    const { id } = (await test.vault.storage.look((view) => view.findSecret('acc_test', name))) ?? { id: '' };
    test.advance(7 * day - 1);
    await purgeDeleted(test.vault);
    expect(await test.vault.storage.look((view) => view.findVersion(id, 1))).toBeDefined();
    test.advance(1);
    expect(await purgeDeleted(test.vault)).toBeGreaterThan(0);
    expect(await test.vault.storage.look((view) => view.findSecret('acc_test', name))).toBeUndefined();
    expect(await test.vault.storage.look((view) => view.findVersion(id, 1))).toBeUndefined();
    expect(await purgeDeleted(test.vault)).toBe(0);
    test.advance(-7 * day);
    await test.addSecret(name, 'not-a-real-2', ['A']);
    expect(await read()).toMatchObject({ json: { version: 1, value: 'not-a-real-2' } });
  });

  it('leaves an audit log that agrees with every row', async () => {
    const faults = [];
    for await (const fault of verifyRows(test.vault)) faults.push(fault);
    expect(faults).toEqual([]);
    const purges = (await test.vault.storage.auditAfter(0, 10_000)).filter(
      ({ action }) => action === 'secret.purge',
    );
    expect(purges.length).toBeGreaterThan(0);
    expect(purges[0]).toMatchObject({ actorId: 'vault', decision: 'allowed' });
  });

  it('destroys nothing because of an edited row', async () => {
    const found = await test.vault.storage.look((view) => view.findSecret('acc_test', name));
    if (!found) throw new Error('The secret is not there');
    const past = '2020-01-01T00:00:00.000Z';
    const edited = { ...found, deletedAt: past, purgeAfter: past };
    await test.vault.storage.transact((tx) => tx.updateSecret(edited));
    expect(await purgeDeleted(test.vault)).toBe(0);
    expect(await test.vault.storage.look((view) => view.findVersion(found.id, 1))).toBeDefined();
    expect((await test.vault.storage.auditAfter(0, 10_000)).at(-1)).toMatchObject({
      action: 'secret.purge',
      decision: 'failed',
      secretName: name,
    });
  });
});

describe('purging before the week is over', () => {
  it('destroys the secret permanently and frees its name, and the log says who did it', async () => {
    await send('DELETE');
    const { id } = (await test.vault.storage.look((view) => view.findSecret('acc_test', name))) ?? { id: '' };
    expect(await send('POST', ':purge')).toMatchObject({ status: 204, text: '' });
    expect(await test.vault.storage.look((view) => view.findVersion(id, 1))).toBeUndefined();
    expect(await send('POST', ':undelete')).toMatchObject({ status: 404 });
    expect(
      (await test.vault.storage.auditAfter(0, 10_000)).findLast(({ secretId }) => secretId === id),
    ).toMatchObject({ action: 'secret.purge', actorRole: 'admin', decision: 'allowed', secretName: name });
    await test.addSecret(name, 'not-a-real-2', ['A']);
    expect(await read()).toMatchObject({ json: { version: 1, value: 'not-a-real-2' } });
  });

  it('is not reported as a loss by verification', async () => {
    await send('DELETE');
    await send('POST', ':purge');
    const lost = [];
    for await (const fault of verifyRows(test.vault)) if (fault.what === 'lost') lost.push(fault);
    expect(lost).toEqual([]);
  });

  it('spares secrets that are not deleted', async () => {
    expect(await send('POST', ':purge')).toMatchObject({ status: 409, json: { code: 'Conflict' } });
    expect(await read()).toMatchObject({ json: { value: 'not-a-real-1' } });
  });
});
