import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, secretUrl, tagOf, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
let key: string;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('single', 'not-a-real-key', ['A']);
  await test.addSecret('key/value ключ', { id: 'not-a-real-1', secret: ' ' }, ['A']);
  await test.addSecret('other', 'not-a-real-2', ['B']);
  key = await test.issue('agent', { agentId: 'A' });
});
afterAll(() => test.close());

const read = (name: string, agentId = 'A', credential = key) =>
  test.send({ url: valueUrl(agentId, name), key: credential });

describe('reading a value at run time', () => {
  it('gives a string for single and a dictionary for key/value', async () => {
    expect(await read('single')).toMatchObject({
      status: 200,
      json: { name: 'single', kind: 'single', version: 1, value: 'not-a-real-key' },
    });
    expect(await read('key/value ключ')).toMatchObject({
      json: { kind: 'key_value', value: { id: 'not-a-real-1', secret: ' ' } },
    });
  });

  it('returns the stored value unchanged', async () => {
    const value = {
      quotes: '"\\\'',
      lines: 'a\r\nb\u2028',
      text: '秘密🔑',
      number: '007',
      'field name': '\u0001',
    };
    await test.addSecret('odd', value, ['A']);
    expect((await read('odd')).json).toMatchObject({ value });
  });

  it.each([
    ['SecretNotFound', 404, 'nothing'],
    ['MissingAccess', 403, 'other'],
    ['InvalidInput', 400, ' '],
    ['InvalidInput', 400, 'a\nb'],
    ['InvalidInput', 400, 'n'.repeat(129)],
  ])('answers %s (%i) to the name %j', async (code, status, name) => {
    expect(await read(name)).toMatchObject({ status, json: { code, status } });
  });

  it('is not possible for another agent', async () => {
    expect(await read('other', 'B')).toMatchObject({ status: 404, json: { code: 'NotFound' } });
  });

  it('accepts the key in X-API-KEY as well', async () => {
    const answer = await test.send({ url: valueUrl('A', 'single'), headers: { 'x-api-key': key } });
    expect(answer.status).toBe(200);
  });

  it('fails with the very next read after a revoke, and works with the next after a grant', async () => {
    const change = async (body: unknown, version: number) =>
      test.send({
        method: 'PATCH',
        url: secretUrl('single', '/access'),
        key: test.adminKey,
        body,
        headers: { 'if-match': await tagOf(test, 'single', version, 'access') },
      });
    for (let version = 1; version < 20; version += 2) {
      await change({ revoke: ['A'] }, version);
      expect(await read('single')).toMatchObject({ status: 403, json: { code: 'MissingAccess' } });
      await change({ grant: ['A'] }, version + 1);
      expect(await read('single')).toMatchObject({ status: 200 });
    }
  });
});

describe('a token', () => {
  const issue = (body: object) =>
    test.send({ method: 'POST', url: '/v1/accounts/acc_test/tokens', key: test.adminKey, body });

  it('works until it is revoked, and never after', async () => {
    const issued = (await issue({ name: 'run', role: 'agent', agentId: 'A' })).json as {
      id: string;
      token: string;
    };
    expect(await read('single', 'A', issued.token)).toMatchObject({ status: 200 });
    const url = `/v1/accounts/acc_test/tokens/${issued.id}`;
    for (let time = 0; time < 2; time += 1) {
      expect(await test.send({ method: 'DELETE', url, key: test.adminKey })).toMatchObject({ status: 204 });
      expect(await read('single', 'A', issued.token)).toMatchObject({
        status: 401,
        json: { code: 'CredentialExpired' },
      });
    }
  });

  it('ends 90 days from now by default', async () => {
    const issued = (await issue({ name: 'run', role: 'agent', agentId: 'A' })).json as {
      token: string;
      expiresAt: string;
    };
    expect(issued.expiresAt).toBe('2026-04-01T00:00:00.000Z');
    test.advance(90 * 86_400_000 - 1);
    expect(await read('single', 'A', issued.token)).toMatchObject({ status: 200 });
    test.advance(1);
    expect(await read('single', 'A', issued.token)).toMatchObject({ json: { code: 'CredentialExpired' } });
    test.advance(-90 * 86_400_000);
  });

  it.each([
    ['an agent token without agent', { role: 'agent' }],
    ['a person with an agent', { role: 'author', agentId: 'A' }],
    ['an agent the account does not have', { role: 'agent', agentId: 'NOBODY' }],
    ['an end in the past', { role: 'author', expiresAt: '2020-01-01T00:00:00Z' }],
    ['an expiry that is not a time', { role: 'author', expiresAt: 'tomorrow' }],
    ['an unknown role', { role: 'root' }],
  ])('is not issued for %s', async (_what, body) => {
    expect(await issue({ name: 'x', ...body })).toMatchObject({
      status: 400,
      json: { code: 'InvalidInput' },
    });
  });

  it.each(['', 'x', 'Bearer', 'ags_admin_x', `ags_admin_${'0'.repeat(49)}`])('is not %j', async (wrong) => {
    const answer = await test.send({ url: '/v1/me', headers: { 'x-api-key': wrong } });
    expect(answer).toMatchObject({ status: 401, json: { code: 'Unauthenticated' } });
  });
});
