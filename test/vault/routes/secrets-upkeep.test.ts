import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { editDatabase } from '../support/edit-database.ts';
import { openTestVault, secretUrl, type TestVault, valueUrl } from '../support/test-vault.ts';

const day = 86_400_000;
let test: TestVault;
let name: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
});
beforeEach(async () => {
  name = `secret-${String((count += 1))}`;
  await test.addSecret(name, 'not-a-real-1', ['A']);
});
afterAll(() => test.close());

const change = (body: unknown) =>
  test.send({
    method: 'PATCH',
    url: secretUrl(name),
    key: test.adminKey,
    body,
    headers: { 'if-match': '*' },
  });
const described = async () => (await test.send({ url: secretUrl(name), key: test.adminKey })).json;
const inDays = (days: number) => new Date(test.vault.now().getTime() + days * day).toISOString().slice(0, 10);

describe('what admins record about a secret', () => {
  it('is its owner, labels, expiry and rotation, in lists and in the catalog of an agent', async () => {
    const labels = ['payments', 'live'];
    const changed = await change({
      owner: 'Payments team',
      labels,
      expiresOn: '2031-05-01',
      rotateEveryDays: 90,
    });
    const upkeep = {
      owner: 'Payments team',
      labels: ['live', 'payments'],
      expiresOn: '2031-05-01',
      rotateEveryDays: 90,
      rotateBy: inDays(90),
    };
    expect(changed).toMatchObject({ status: 200, json: { ...upkeep, revision: 2, version: 1 } });
    expect(await described()).toMatchObject(upkeep);
    const { json } = await test.send({ url: '/v1/agents/A/catalog', key: test.adminKey });
    const { secrets } = json as { secrets: { name: string }[] };
    expect(secrets.find((one) => one.name === name)).toMatchObject({
      expiresOn: '2031-05-01',
      rotateBy: inDays(90),
    });
  });

  it('can be given with a new secret', async () => {
    const created = await test.send({
      method: 'POST',
      url: '/v1/accounts/acc_test/secrets',
      key: test.adminKey,
      body: { name: `${name}-new`, kind: 'single', value: 'not-a-real-1', owner: 'Ada', rotateEveryDays: 30 },
    });
    expect(created).toMatchObject({ status: 201, json: { owner: 'Ada', rotateBy: inDays(30) } });
  });

  it('is removed with null, and a change without effect keeps the revision', async () => {
    await change({ owner: 'Ada', labels: ['live'], expiresOn: '2031-05-01', rotateEveryDays: 30 });
    expect(await change({ owner: 'Ada', rotateEveryDays: 30 })).toMatchObject({ json: { revision: 2 } });
    await change({ owner: null, labels: [], expiresOn: null, rotateEveryDays: null });
    for (const property of ['owner', 'labels', 'expiresOn', 'rotateEveryDays', 'rotateBy'])
      expect(await described()).not.toHaveProperty(property);
  });

  it.each([
    ['a day that does not exist', { expiresOn: '2031-02-30' }],
    ['a time', { expiresOn: '2031-02-03T00:00:00Z' }],
    ['no interval', { rotateEveryDays: 0 }],
    ['an endless interval', { rotateEveryDays: 3651 }],
    ['half a day', { rotateEveryDays: 0.5 }],
    ['an empty owner', { owner: '' }],
    ['an owner with outer spaces', { owner: ' Ada' }],
    ['a label of two lines', { labels: ['a\nb'] }],
    ['a label with a comma', { labels: ['a,b'] }],
    ['a label twice', { labels: ['a', 'a'] }],
    ['a credential as a label', { labels: [['sk', 'live', '51NotARealKey'].join('_')] }],
    ['a credential as the owner', { owner: ['sk', 'live', '51NotARealKey'].join('_') }],
    ['a date of its own for the rotation', { rotateBy: '2031-05-01' }],
  ])('is refused with %s', async (_what, body) => {
    const refused = await change(body);
    expect(refused).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    expect(refused.text).not.toContain('NotARealKey');
    expect(await described()).toMatchObject({ revision: 1 });
  });

  it('is covered by the MAC of the secret', async () => {
    const own = await openTestVault();
    await own.addAgents('A');
    await own.addSecret('x', 'not-a-real-1', ['A']);
    const key = await own.issue('agent', { agentId: 'A' });
    editDatabase(own.directory, `update secrets set upkeep = '{"expiresOn":"2099-01-01"}'`);
    expect(await own.send({ url: valueUrl('A', 'x'), key })).toMatchObject({ status: 500 });
    await own.close();
  });
});

describe('a new value', () => {
  it('starts the rotation again and ends the expiry of the one before', async () => {
    await change({ expiresOn: '2031-05-01', rotateEveryDays: 30 });
    test.advance(10 * day);
    expect(await change({ value: 'not-a-real-2' })).toMatchObject({ json: { rotateBy: inDays(30) } });
    expect(await described()).not.toHaveProperty('expiresOn');
    await change({ value: 'not-a-real-3', expiresOn: '2032-05-01' });
    expect(await described()).toMatchObject({ expiresOn: '2032-05-01' });
  });

  it('is what the rotation is counted from, also if the interval is set later or the value restored', async () => {
    test.advance(5 * day);
    await change({ rotateEveryDays: 30 });
    expect(await described()).toMatchObject({ rotateBy: inDays(25) });
    await change({ value: 'not-a-real-2', expiresOn: '2032-05-01' });
    expect(await described()).toMatchObject({ rotateBy: inDays(30) });
    const restored = await test.send({
      method: 'POST',
      url: `${secretUrl(name)}/versions/1:restore`,
      key: test.adminKey,
      headers: { 'if-match': '*' },
    });
    expect(restored).toMatchObject({ status: 200, json: { rotateBy: inDays(25) } });
    expect(restored.json).not.toHaveProperty('expiresOn');
  });

  it('for one field keeps the expiry, because the other fields are the same', async () => {
    name = `${name}-fields`;
    await test.addSecret(name, { a: 'not-a-real-1', b: 'not-a-real-2' });
    await change({ expiresOn: '2031-05-01' });
    await change({ fields: { set: { a: 'not-a-real-3' } } });
    expect(await described()).toMatchObject({ expiresOn: '2031-05-01', version: 2 });
  });
});
