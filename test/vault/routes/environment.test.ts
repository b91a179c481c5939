import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate } from '../../../vault/domain/authentication/authenticate.ts';
import { concerns, eventsBetween } from '../../../vault/domain/audit/event-feed.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

const environment = '/v1/me/environment';
const account = '/v1/accounts/acc_test';
const tokens = `${account}/tokens`;
const canary = 'not-a-real-canary';

let test: TestVault;
let ada: string;
let bob: string;
beforeAll(async () => {
  test = await openTestVault();
  ada = await test.issue('author', { userId: await test.addUser('author') });
  bob = await test.issue('admin', { userId: await test.addUser('admin') });
});
afterAll(() => test.close());

const store = (key: string, body: object) => test.send({ method: 'POST', url: environment, key, body });
const change = (key: string, name: string, body: object) =>
  test.send({ method: 'PATCH', url: `${environment}/${name}`, key, body });

async function sandboxOf(key: string, body: object = {}): Promise<{ id: string; token: string }> {
  const answer = await test.send({ method: 'POST', url: '/v1/me/sandbox-sessions', key, body });
  return answer.json as { id: string; token: string };
}

async function issueTo(
  userId: string,
  addresses: readonly string[] = [],
): Promise<{ id: string; token: string }> {
  const body = { name: 'one', role: 'author', userId, addresses };
  const answer = await test.send({ method: 'POST', url: tokens, key: test.adminKey, body });
  return answer.json as { id: string; token: string };
}

async function variablesOf(key: string): Promise<unknown> {
  const { token } = await sandboxOf(key);
  return (await test.send({ url: '/v1/sandbox/environment', key: token })).json;
}

/** The events in the key's stream since a position of the log. */
async function toldTo(key: string, position: number): Promise<readonly unknown[]> {
  const caller = await authenticate(test.vault, key, 'req_test');
  const head = await test.vault.storage.lastEventSeq();
  const events = await eventsBetween(test.vault, caller.account.id, position, head);
  return events.map(({ event }) => event).filter((event) => concerns(event, caller));
}

describe('environment secrets', () => {
  it('reach only a sandbox of their owner', async () => {
    await store(ada, { name: 'CRM_API_KEY', value: canary, description: 'CRM' });
    await store(bob, { name: 'DB_PASSWORD', value: 'not-a-real-password' });
    expect(await variablesOf(ada)).toEqual({ variables: { CRM_API_KEY: canary } });
    expect(await variablesOf(bob)).toEqual({ variables: { DB_PASSWORD: 'not-a-real-password' } });
  });

  it('are listed to their owner only, without value', async () => {
    const list = await test.send({ url: environment, key: ada });
    expect(list.json).toMatchObject({ secrets: [{ name: 'CRM_API_KEY', description: 'CRM', version: 1 }] });
    expect(list.text).not.toContain('canary');
    expect((await test.send({ url: environment, key: bob })).text).not.toContain('CRM_API_KEY');
    expect(await change(bob, 'CRM_API_KEY', { value: 'x' })).toMatchObject({
      status: 404,
      json: { code: 'SecretNotFound' },
    });
  });

  it('notify their owner of every change, in all windows, and no one else', async () => {
    const owner = await test.addUser('author');
    const [here, there] = [
      await test.issue('author', { userId: owner }),
      await test.issue('author', { userId: owner }),
    ];
    const position = await test.vault.storage.lastEventSeq();
    await store(here, { name: 'TOLD_TOKEN', value: canary });
    await change(here, 'TOLD_TOKEN', { description: 'New' });
    await test.send({ method: 'DELETE', url: `${environment}/TOLD_TOKEN`, key: here });
    const told = { type: 'environment-changed', userId: owner };
    expect(await toldTo(there, position)).toEqual([told, told, told]);
    expect(await toldTo(bob, position)).toEqual([]);
  });

  it('keep their value when an empty one is sent, and change it otherwise', async () => {
    expect(await change(ada, 'CRM_API_KEY', { value: '', description: 'New' })).toMatchObject({
      json: { version: 1, description: 'New' },
    });
    expect(await variablesOf(ada)).toEqual({ variables: { CRM_API_KEY: canary } });
    expect(await change(ada, 'CRM_API_KEY', { value: 'not-a-real-2' })).toMatchObject({
      json: { version: 2, description: 'New' },
    });
    expect(await variablesOf(ada)).toEqual({ variables: { CRM_API_KEY: 'not-a-real-2' } });
  });

  it('are not changed by an empty value alone, which is reported', async () => {
    const answer = await change(ada, 'CRM_API_KEY', { value: '' });
    expect(answer).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    expect((answer.json as { detail: string }).detail).toContain('delete the environment secret');
    expect(await variablesOf(ada)).toEqual({ variables: { CRM_API_KEY: 'not-a-real-2' } });
  });

  it('have one value per name', async () => {
    expect(await store(ada, { name: 'CRM_API_KEY', value: 'x' })).toMatchObject({ status: 409 });
  });

  it.each([
    'lower',
    '1ST',
    'A-B',
    'A B',
    '',
    'Ä',
    'LD_PRELOAD',
    'NODE_OPTIONS',
    'PATH',
    'GIT_SSH_COMMAND',
    'GIT_CONFIG_COUNT',
    'PERL5OPT',
    'JAVA_TOOL_OPTIONS',
    '_JAVA_OPTIONS',
    'PROMPT_COMMAND',
    'HTTPS_PROXY',
    'NPM_CONFIG_REGISTRY',
    'AGENT_SECRETS_KEY',

    'SSL_CERT_FILE',
  ])('cannot be named %j', async (name) => {
    expect(await store(ada, { name, value: 'x' })).toMatchObject({ status: 400 });
  });

  it('need a value that is text and not too long', async () => {
    expect(await store(ada, { name: 'A', value: '' })).toMatchObject({ status: 400 });
    expect(await store(ada, { name: 'A', value: 'a\0' })).toMatchObject({ status: 400 });
    expect(await store(ada, { name: 'A', value: '\ud800' })).toMatchObject({ status: 400 });
    expect(await store(ada, { name: 'A', value: 'é'.repeat(40_000) })).toMatchObject({ status: 413 });
  });

  it('are destroyed when they are deleted', async () => {
    await store(ada, { name: 'GONE', value: 'x' });
    const gone = { method: 'DELETE', url: `${environment}/GONE`, key: ada } as const;
    expect(await test.send(gone)).toMatchObject({ status: 204 });
    expect(await test.send(gone)).toMatchObject({ status: 404 });
  });

  it('belong to a person: a key without a person cannot use them', async () => {
    const noPerson = await test.issue('admin');
    expect(await store(noPerson, { name: 'A', value: 'x' })).toMatchObject({
      status: 403,
      json: { code: 'NoUser' },
    });
  });

  it('are available to the admin of a new vault too', async () => {
    const me = await test.send({ url: '/v1/me', key: test.adminKey });
    expect((me.json as { userId?: string }).userId).toMatch(/^usr_/);
    expect(await store(test.adminKey, { name: 'OF_ADMIN', value: 'x' })).toMatchObject({ status: 201 });
  });

  it('leave entries in the log, and no value anywhere', async () => {
    const { text } = await test.send({ url: '/v1/accounts/acc_test/audit-events', key: bob });
    for (const action of ['create', 'change', 'delete', 'read', 'list']) {
      expect(text).toContain(`environment.${action}`);
    }
    for (const place of [text, test.log.join('')]) expect(place).not.toContain('not-a-real');
  });
});

describe('a sandbox session', () => {
  const read = (key: string) => test.send({ url: '/v1/sandbox/environment', key });

  it('ends after its minutes', async () => {
    const { token } = await sandboxOf(ada, { minutes: 1 });
    test.advance(59_999);
    expect(await read(token)).toMatchObject({ status: 200 });
    test.advance(1);
    expect(await read(token)).toMatchObject({ status: 401, json: { code: 'CredentialExpired' } });
    test.advance(-60_000);
  });

  it('ends when its owner ends it, and with its owner', async () => {
    const userId = await test.addUser('author');
    const key = await test.issue('author', { userId });
    const [first, second] = [await sandboxOf(key), await sandboxOf(key)];
    const end = { method: 'DELETE', url: `/v1/me/sandbox-sessions/${first.id}` } as const;
    expect(await test.send({ ...end, key: bob })).toMatchObject({ status: 404 });
    expect(await test.send({ ...end, key })).toMatchObject({ status: 204 });
    expect(await read(first.token)).toMatchObject({ status: 401 });
    expect(await read(second.token)).toMatchObject({ status: 200 });
    const url = `/v1/accounts/acc_test/users/${userId}`;
    await test.send({ method: 'PATCH', url, key: test.adminKey, body: { disabled: true } });
    expect(await read(second.token)).toMatchObject({ status: 401 });
  });

  it('ends with the key that started it, and with no other key of its person', async () => {
    const userId = await test.addUser('author');
    const [stolen, kept] = [await issueTo(userId), await issueTo(userId)];
    const [first, second] = [await sandboxOf(stolen.token), await sandboxOf(kept.token)];
    expect(await read(first.token)).toMatchObject({ status: 200 });
    await test.send({ method: 'DELETE', url: `${tokens}/${stolen.id}`, key: test.adminKey });
    expect(await read(first.token)).toMatchObject({ status: 401, json: { code: 'CredentialExpired' } });
    expect(await read(second.token)).toMatchObject({ status: 200 });
  });

  it('lasts no longer than the key that started it', async () => {
    const expiresAt = new Date(test.vault.now().getTime() + 5 * 60_000).toISOString();
    const body = { name: 'short', role: 'author', userId: await test.addUser('author'), expiresAt };
    const { json } = await test.send({ method: 'POST', url: tokens, key: test.adminKey, body });
    const { token } = json as { token: string };
    expect(await sandboxOf(token, { minutes: 60 })).toMatchObject({ expiresAt });
  });

  it('is read from where the key that started it is valid, and from nowhere else', async () => {
    const { token: key } = await issueTo(await test.addUser('author'), ['10.1.0.0/16']);
    const started = await test.app.inject({
      method: 'POST',
      url: '/v1/me/sandbox-sessions',
      headers: { authorization: `Bearer ${key}` },
      payload: {},
      remoteAddress: '10.1.2.3',
    });
    const headers = { authorization: `Bearer ${started.json<{ token: string }>().token}` };
    const from = async (remoteAddress: string) =>
      (await test.app.inject({ url: '/v1/sandbox/environment', headers, remoteAddress })).statusCode;
    expect(await from('10.1.9.9')).toBe(200);
    expect(await from('10.2.0.1')).toBe(403);
    const { events } = (await test.send({ url: `${account}/audit-events?limit=1`, key: bob })).json as {
      events: readonly object[];
    };
    expect(events).toMatchObject([{ action: 'token.use', code: 'AddressNotAllowed', address: '10.2.0.1' }]);
  });

  it('can do nothing else, and nothing else can do what it does', async () => {
    const { token } = await sandboxOf(ada);
    expect(await test.send({ url: '/v1/me', key: token })).toMatchObject({ status: 403 });
    expect(await test.send({ url: environment, key: token })).toMatchObject({ status: 403 });
    expect(await read(ada)).toMatchObject({ status: 403 });
  });

  it.each([0, 61, 1.5])('cannot last %j minutes', async (minutes) => {
    const answer = await test.send({
      method: 'POST',
      url: '/v1/me/sandbox-sessions',
      key: ada,
      body: { minutes },
    });
    expect(answer).toMatchObject({ status: 400 });
  });
});
