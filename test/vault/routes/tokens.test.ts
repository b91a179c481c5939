import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWithin } from '../../../vault/rate-limit/networks.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

const tokens = '/v1/accounts/acc_test/tokens';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
});
afterAll(() => test.close());

const issue = (body: object) =>
  test.send({ method: 'POST', url: tokens, key: test.adminKey, body: { name: 'one', ...body } });

async function issued(body: object): Promise<{ id: string; token: string }> {
  return (await issue(body)).json as { id: string; token: string };
}

const me = async (key: string, remoteAddress: string) => {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await test.app.inject({ url: '/v1/me', headers, remoteAddress });
  return { status: answer.statusCode, code: answer.json<{ code?: string }>().code };
};

describe('the list of tokens', () => {
  it('shows everything but the tokens', async () => {
    const { id, token } = await issued({ role: 'agent', agentId: 'A', addresses: ['10.0.0.0/8'] });
    const answer = await test.send({ url: `${tokens}?agentId=A`, key: test.adminKey });
    const end = '2026-04-01T00:00:00.000Z';
    expect(answer.json).toMatchObject({
      tokens: [{ id, name: 'one', role: 'agent', agentId: 'A', addresses: ['10.0.0.0/8'], expiresAt: end }],
    });
    expect(answer.text).not.toContain(token);
    expect(answer.text).not.toContain('ags_');
  });

  it('shows which were revoked', async () => {
    const { id } = await issued({ role: 'agent', agentId: 'A' });
    await test.send({ method: 'DELETE', url: `${tokens}/${id}`, key: test.adminKey });
    const { json } = await test.send({ url: tokens, key: test.adminKey });
    expect((json as { tokens: { id: string; revokedAt?: string }[] }).tokens).toContainEqual(
      expect.objectContaining({ id, revokedAt: '2026-01-01T00:00:00.000Z' }),
    );
  });
});

describe('a token with networks', () => {
  it('works from them and from nowhere else', async () => {
    const { token } = await issued({ role: 'author', addresses: ['10.1.0.0/16', '2001:db8::7'] });
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8:0::7']) {
      expect(await me(token, address)).toMatchObject({ status: 200 });
    }
    for (const address of ['10.2.0.1', '127.0.0.1', '2001:db8::8']) {
      expect(await me(token, address)).toMatchObject({ status: 403, code: 'AddressNotAllowed' });
    }
  });

  it.each(['10.0.0.0/33', '10.0.0', 'example.com', '::1/129', '10.0.0.0/', ' 10.0.0.1'])(
    'is not issued for %j',
    async (network) => {
      expect(await issue({ role: 'author', addresses: [network] })).toMatchObject({ status: 400 });
    },
  );

  it('never contains an invalid address', () => {
    expect(isWithin(['0.0.0.0/0', '::/0'], '')).toBe(false);
    expect(isWithin(['rubbish'], '10.0.0.1')).toBe(false);
  });
});

describe('a token of a person', () => {
  it('cannot have a role that the person does not have', async () => {
    const userId = await test.addUser('author');
    expect(await issue({ role: 'admin', userId })).toMatchObject({ status: 400 });
    expect(await issue({ role: 'author', userId })).toMatchObject({ status: 201, json: { userId } });
  });

  it('can have a role below admin', async () => {
    const userId = await test.addUser('admin');
    expect(await issue({ role: 'reviewer', userId })).toMatchObject({ status: 201 });
  });

  it('is not issued for an agent, a disabled person or an unknown one', async () => {
    const userId = await test.addUser('author');
    expect(await issue({ role: 'agent', agentId: 'A', userId })).toMatchObject({ status: 400 });
    expect(await issue({ role: 'author', userId: 'usr_nobody' })).toMatchObject({ status: 404 });
    const url = `/v1/accounts/acc_test/users/${userId}`;
    await test.send({ method: 'PATCH', url, key: test.adminKey, body: { disabled: true } });
    expect(await issue({ role: 'author', userId })).toMatchObject({ status: 400 });
  });
});
