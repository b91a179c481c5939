import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestVault, secretUrl, tagOf, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let url: string;
let name: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B', 'C');
});
beforeEach(async () => {
  name = `secret-${String((count += 1))}`;
  url = secretUrl(name, '/access');
  await test.addSecret(name, 'not-a-real-key', ['A']);
});
afterAll(() => test.close());

/** Based on this version of the list. */
const decided = (version: number) => tagOf(test, name, version, 'access');
const change = (body: unknown, version?: string) =>
  test.send({
    method: 'PATCH',
    url,
    key: test.adminKey,
    body,
    headers: version === undefined ? {} : { 'if-match': version },
  });

describe('changing access', () => {
  it('adds and removes, and increments the version', async () => {
    const changed = await change({ grant: ['C', 'B'], revoke: ['A'] }, await decided(1));
    expect(changed).toMatchObject({ status: 200, json: { agentIds: ['B', 'C'], version: 2 } });
    expect(changed.headers['etag']).toBe(await decided(2));
    expect(changed.headers['etag']).toBe(`"${(changed.json as { etag: string }).etag}"`);
    const read = await test.send({ url, key: test.adminKey });
    expect(read).toMatchObject({ json: { name, agentIds: ['B', 'C'], version: 2 } });
    expect(read.headers['etag']).toBe(await decided(2));
  });

  it('says that the secret is deprecated', async () => {
    const patch = { deprecated: {} };
    const headers = { 'if-match': await tagOf(test, name, 1) };
    const secret = secretUrl(name);
    await test.send({ method: 'PATCH', url: secret, key: test.adminKey, body: patch, headers });
    const read = await test.send({ url, key: test.adminKey });
    expect(read).toMatchObject({ json: { deprecated: {} } });
  });

  it('needs a precondition', async () => {
    expect(await change({ grant: ['B'] })).toMatchObject({
      status: 428,
      json: { code: 'PreconditionRequired' },
    });
  });

  it.each(['"x"', '"1"', '*', ''])('is refused when based on %j', async (version) => {
    expect(await change({ grant: ['B'] }, version)).toMatchObject({
      status: 412,
      json: { code: 'VersionConflict' },
    });
  });

  it('is refused when based on another version, a weak tag, or the tag of the secret itself', async () => {
    const wrong = [await decided(0), await decided(2), `W/${await decided(1)}`, await tagOf(test, name, 1)];
    for (const version of wrong)
      expect(await change({ grant: ['B'] }, version)).toMatchObject({ status: 412 });
  });

  it('lets one of two users who started from the same version win', async () => {
    const seen = await decided(1);
    const answers = await Promise.all([change({ grant: ['B'] }, seen), change({ grant: ['C'] }, seen)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });

  it('changes nothing when there is nothing to change', async () => {
    const answer = await change({ grant: ['A'], revoke: ['B', 'NOBODY'] }, await decided(1));
    expect(answer).toMatchObject({ status: 200, json: { agentIds: ['A'], version: 1 } });
  });

  it.each([
    ['an agent the account does not have', { grant: ['NOBODY'] }],
    ['an agent on both lists', { grant: ['B'], revoke: ['B'] }],
    ['an agent twice', { grant: ['B', 'B'] }],
    ['an unknown property', { agentIds: ['B'] }],
  ])('is refused with %s', async (_what, body) => {
    expect(await change(body, await decided(1))).toMatchObject({
      status: 400,
      json: { code: 'InvalidInput' },
    });
  });

  it('of an unknown secret is refused', async () => {
    const answer = await test.send({ url: secretUrl('nothing', '/access'), key: test.adminKey });
    expect(answer).toMatchObject({ status: 404, json: { code: 'SecretNotFound' } });
  });
});
