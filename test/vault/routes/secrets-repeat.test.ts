import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, secretUrl, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
});
afterAll(() => test.close());

const post = (url: string, body: unknown, idempotencyKey: string, key = test.adminKey) =>
  test.send({ method: 'POST', url, key, body, headers: { 'idempotency-key': idempotencyKey } });
const secrets = '/v1/accounts/acc_test/secrets';
const secret = (name: string, value = 'not-a-real-key') => ({ name, kind: 'single', value });

describe('a creation that is sent again with its key', () => {
  it('gets the first answer and creates nothing more', async () => {
    const first = await post(secrets, secret('one'), 'k1');
    expect(first.status).toBe(201);
    const headers = { 'if-match': '*' };
    const body = { description: 'changed since' };
    await test.send({ method: 'PATCH', url: secretUrl('one'), key: test.adminKey, headers, body });
    const again = await post(secrets, secret('one'), 'k1');
    expect(again).toMatchObject({ status: 201, json: first.json });
    const stored = await test.send({ url: secretUrl('one'), key: test.adminKey });
    expect(stored).toMatchObject({ json: { version: 1, revision: 2 } });
  });

  it('creates one secret when both are sent concurrently', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => post(secrets, secret('once'), 'k2')));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('is refused when it differs, even if only the value does', async () => {
    await post(secrets, secret('two'), 'k3');
    for (const other of [secret('three'), secret('two', 'not-a-real-2')]) {
      expect(await post(secrets, other, 'k3')).toMatchObject({ status: 422, json: { code: 'KeyReused' } });
    }
    expect(await test.send({ url: secretUrl('three'), key: test.adminKey })).toMatchObject({ status: 404 });
  });

  it('is tried again when the first was refused', async () => {
    await test.addSecret('taken', 'not-a-real-key');
    expect(await post(secrets, secret('taken'), 'k4')).toMatchObject({ status: 409 });
    expect(await post(secrets, secret('free'), 'k4')).toMatchObject({ status: 201 });
  });

  it('is a new one for another caller, another route, and after a day', async () => {
    await post(secrets, secret('four'), 'k5');
    const admin = await test.issue('admin');
    expect(await post(secrets, secret('five'), 'k5', admin)).toMatchObject({ status: 201 });
    const agents = '/v1/accounts/acc_test/agents';
    const agent = { agentId: 'B', agentName: 'B' };
    expect(await post(agents, agent, 'k5')).toMatchObject({ status: 201 });
    expect(await post(agents, agent, 'k5')).toMatchObject({ status: 201, json: agent });
    expect(await post(agents, { ...agent, agentName: 'C' }, 'k5')).toMatchObject({ status: 422 });
    test.advance(86_400_001);
    expect(await post(secrets, secret('six'), 'k5')).toMatchObject({ status: 201 });
    test.advance(-86_400_001);
  });

  it('creates one access request', async () => {
    const url = '/v1/agents/A/access-requests';
    const first = await post(url, { secretName: 'one' }, 'k6');
    expect(first.status).toBe(201);
    expect(await post(url, { secretName: 'one' }, 'k6')).toMatchObject({ status: 200, json: first.json });
    expect(await post(url, { secretName: 'two' }, 'k6')).toMatchObject({ status: 422 });
  });

  it('leaves no value, and nothing to guess it from', async () => {
    await post(secrets, secret('seven'), 'k7');
    const digest = test.vault.keyring.digest(['key', 'k7']);
    const key = (await test.vault.storage.auditAfter(0, 1000)).find(
      ({ action }) => action === 'secret.create',
    );
    const place = { accountId: 'acc_test', actorId: key?.actorId ?? '', route: 'createSecret', digest };
    const kept = await test.vault.storage.look((view) => view.findIdempotent(place));
    expect(kept?.answer).toContain('"name":"seven"');
    expect(kept?.answer).not.toContain('not-a-real');
  });
});

describe('a request for a token that is sent again with its key', () => {
  it.each([
    ['a token', '/v1/accounts/acc_test/tokens', { name: 'Twice', role: 'author' }],
    ['a sandbox session', '/v1/me/sandbox-sessions', { minutes: 5 }],
  ])('gets no token, creates nothing, and says what the first one created: %s', async (_what, url, body) => {
    const first = await post(url, body, 'issue-1');
    expect(first.status).toBe(201);
    const { id, token } = first.json as { id: string; token: string };
    const again = await post(url, body, 'issue-1');
    expect(again).toMatchObject({ status: 409, json: { code: 'Conflict' } });
    expect(again.text).toContain(id);
    expect(again.text).not.toContain(token);
    expect(await post(url, body, 'issue-2')).toMatchObject({ status: 201 });
  });

  it('is refused when it differs', async () => {
    const url = '/v1/accounts/acc_test/tokens';
    await post(url, { name: 'One', role: 'author' }, 'issue-3');
    const other = await post(url, { name: 'Other', role: 'author' }, 'issue-3');
    expect(other).toMatchObject({ status: 422, json: { code: 'KeyReused' } });
  });

  it('leaves no token in the stored answer', async () => {
    const { json } = await post('/v1/accounts/acc_test/tokens', { name: 'Kept', role: 'author' }, 'issue-4');
    const { token } = json as { token: string };
    const database = new Database(join(test.directory, 'vault.db'), { readonly: true });
    const kept = JSON.stringify(database.prepare('select * from idempotency').all());
    database.close();
    expect(kept).toContain('issueToken');
    expect(kept).not.toContain(token);
  });
});

describe('people and variables', () => {
  it.each([
    ['a person', '/v1/accounts/acc_test/users', { name: 'Ada', role: 'author' }],
    ['a variable', '/v1/me/environment', { name: 'MY_KEY', value: 'not-a-real-key' }],
  ])('are created once, too: %s', async (_what, url, body) => {
    const first = await post(url, body, 'person-1');
    expect(first.status).toBe(201);
    expect(await post(url, body, 'person-1')).toMatchObject({ status: 201, json: first.json });
    expect(first.text).not.toContain('not-a-real-key');
  });
});
