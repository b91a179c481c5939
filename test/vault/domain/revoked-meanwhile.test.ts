import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAgent } from '../../../vault/domain/accounts/agents.ts';
import { authenticate } from '../../../vault/domain/authentication/authenticate.ts';
import { issueToken } from '../../../vault/domain/people/tokens.ts';
import { listen, openTestVault, type TestVault } from '../support/test-vault.ts';

const account = '/v1/accounts/acc_test';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
});
afterAll(() => test.close());

const byAdmin = (method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: object) =>
  test.send({ method, url, key: test.adminKey, ...(body && { body }), headers: { 'if-match': '*' } });

/** A key of an admin, and of a person of their own who can be changed. */
async function secondAdmin(): Promise<{ key: string; userId: string; id: string }> {
  const userId = await test.addUser('admin');
  const answer = await byAdmin('POST', `${account}/tokens`, { name: 'second', role: 'admin', userId });
  const { token: key, id } = answer.json as { token: string; id: string };
  return { key, userId, id };
}

const newKey = { name: 'third', role: 'admin' } as const;

describe('a request that arrives while its key is revoked', () => {
  it('creates no new key, though its headers came in time', async () => {
    const { key, id } = await secondAdmin();
    const body = new PassThrough();
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const asked = test.app.inject({ method: 'POST', url: `${account}/tokens`, headers, payload: body });
    body.write('{"name":"third",');
    await test.send({ url: '/v1/me', key });
    expect(await byAdmin('DELETE', `${account}/tokens/${id}`)).toMatchObject({ status: 204 });
    body.end('"role":"admin"}');
    const answer = await asked;
    expect(answer.json()).toMatchObject({ status: 401, code: 'CredentialExpired' });
  });

  it('changes nothing, and the log says that it was refused', async () => {
    const { key, id } = await secondAdmin();
    const caller = await authenticate(test.vault, key, 'late');
    await byAdmin('DELETE', `${account}/tokens/${id}`);
    const late = createAgent(test.vault, caller, { agentId: 'LATE', agentName: 'Late' });
    await expect(late).rejects.toMatchObject({ code: 'CredentialExpired' });
    const { json } = await test.send({ url: `${account}/audit-events?limit=1`, key: test.adminKey });
    expect(json).toMatchObject({ events: [{ action: 'agent.create', decision: 'denied', actorId: id }] });
    const agents = await test.send({ url: `${account}/agents`, key: test.adminKey });
    expect(agents.text).not.toContain('LATE');
  });

  it('is refused also when both are committed together', async () => {
    const { key, id } = await secondAdmin();
    const caller = await authenticate(test.vault, key, 'together');
    const [revoked, late] = await Promise.allSettled([
      byAdmin('DELETE', `${account}/tokens/${id}`),
      test.send({ url: '/v1/me', key: test.adminKey }).then(() => issueToken(test.vault, caller, newKey)),
    ]);
    expect(revoked).toMatchObject({ value: { status: 204 } });
    expect(late).toMatchObject({ status: 'rejected', reason: { code: 'CredentialExpired' } });
  });
});

describe('a request whose body arrives slowly, over a real connection', () => {
  let port: number;
  beforeAll(async () => {
    port = await listen(test);
  });

  /** Sends half of it; the resolved function sends the rest, and returns the answer. */
  async function begin(method: 'PATCH' | 'POST', path: string, key: string, body: string) {
    const head = [
      `${method} ${path} HTTP/1.1`,
      'host: localhost',
      `authorization: Bearer ${key}`,
      'if-match: *',
      'content-type: application/json',
      `content-length: ${String(body.length)}`,
      'connection: close',
    ];
    // The vault checks the key as soon as it has the headers: it has done so when this is counted.
    const seen = new Promise<void>((resolve) => void test.app.server.once('request', () => resolve()));
    const socket = connect({ port, host: '127.0.0.1' });
    socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
    await seen;
    await test.send({ url: '/v1/me', key });
    return async (): Promise<string> => {
      socket.write(body.slice(5));
      return text(socket);
    };
  }

  const slow: readonly (readonly [string, 'PATCH' | 'POST', string, object])[] = [
    ['issues no token', 'POST', `${account}/tokens`, newKey],
    ['creates no secret', 'POST', `${account}/secrets`, { name: 'x', kind: 'single', value: 'not-a-real-x' }],
    ['changes no account', 'PATCH', account, { name: 'Mine' }],
  ];

  it.each(slow)('%s when its key expires in the meantime', async (_what, method, path, body) => {
    const userId = await test.addUser('admin');
    const expiresAt = new Date(test.vault.now().getTime() + 60_000).toISOString();
    const issued = await byAdmin('POST', `${account}/tokens`, {
      name: 's',
      role: 'admin',
      userId,
      expiresAt,
    });
    const { token: key, id } = issued.json as { token: string; id: string };
    const finish = await begin(method, path, key, JSON.stringify(body));
    test.advance(60_001);
    expect(await finish()).toMatch(/^HTTP\/1.1 401[^]*"code":"CredentialExpired"/);
    const { json } = await test.send({
      url: `${account}/audit-events?actorId=${id}&limit=1`,
      key: test.adminKey,
    });
    expect(json).toMatchObject({ events: [{ decision: 'denied', code: 'CredentialExpired' }] });
  });

  it.each(slow)('%s when its key is revoked in the meantime', async (_what, method, path, body) => {
    const { key, id } = await secondAdmin();
    const finish = await begin(method, path, key, JSON.stringify(body));
    await byAdmin('DELETE', `${account}/tokens/${id}`);
    expect(await finish()).toMatch(/^HTTP\/1.1 401[^]*"code":"CredentialExpired"/);
  });
});

describe('a request that arrives while its person loses rights', () => {
  it('is refused when they are disabled', async () => {
    const { key, userId } = await secondAdmin();
    const caller = await authenticate(test.vault, key, 'disabled');
    await byAdmin('PATCH', `${account}/users/${userId}`, { disabled: true });
    await expect(issueToken(test.vault, caller, newKey)).rejects.toMatchObject({ code: 'CredentialExpired' });
  });

  it('is refused when they are no longer an admin', async () => {
    const { key, userId } = await secondAdmin();
    const caller = await authenticate(test.vault, key, 'lesser');
    await byAdmin('PATCH', `${account}/users/${userId}`, { role: 'author' });
    await expect(issueToken(test.vault, caller, newKey)).rejects.toMatchObject({ code: 'Forbidden' });
  });

  it('continues when the same person was only renamed', async () => {
    const { key, userId } = await secondAdmin();
    const caller = await authenticate(test.vault, key, 'renamed');
    await byAdmin('PATCH', `${account}/users/${userId}`, { name: 'Another name' });
    expect(await issueToken(test.vault, caller, newKey)).toMatchObject({ name: 'third' });
  });
});

describe('a request that arrives while the vault is switched off', () => {
  it('is refused, and one that switches it on again is not', async () => {
    const caller = await authenticate(test.vault, test.adminKey, 'off');
    await byAdmin('PATCH', account, { vaultEnabled: false });
    await expect(issueToken(test.vault, caller, newKey)).rejects.toMatchObject({ code: 'VaultDisabled' });
    expect(await byAdmin('PATCH', account, { vaultEnabled: true })).toMatchObject({ status: 200 });
  });
});
