import { describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { fakeFetch, json, type Reaction } from './fake-fetch.ts';

const key = 'ags_admin_not-a-real-key';
const url = 'http://127.0.0.1:8250';
const now = '2026-01-01T00:00:00.000Z';
const list = { name: 'x', agentIds: [], version: 1, etag: 'sec_x.a1', updatedAt: now };
const agent = (agentId: string) => ({
  accountId: 'acc',
  agentId,
  agentName: agentId,
  createdAt: now,
  updatedAt: now,
});
const catalog = { agentId: 'A', agentName: 'Agent', complete: true, secrets: [], asOf: now, version: 3 };

function clientWith(...reactions: readonly (Reaction | (() => Reaction))[]) {
  const { fetch, sent } = fakeFetch(...reactions);
  return { client: createVaultClient({ url, key, fetch, timeoutMs: 50 }), sent };
}

describe('a request', () => {
  it('carries the key in a header and nowhere else', async () => {
    const { client, sent } = clientWith(json(list));
    await client.changeAccess('acc', 'x', { grant: ['A'] }, 'sec_x.a7');
    expect(sent).toMatchObject([
      {
        url: `${url}/v1/accounts/acc/secrets/x/access`,
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${key}`,
          'if-match': '"sec_x.a7"',
          'content-type': 'application/json',
        },
        body: '{"grant":["A"]}',
      },
    ]);
    expect(sent[0]?.url).not.toContain('not-a-real');
  });

  it.each([
    ['a/b', 'a%2Fb'],
    ['Salesforce API', 'Salesforce%20API'],
    ['?x=1#y', '%3Fx%3D1%23y'],
    ['ключ', '%D0%BA%D0%BB%D1%8E%D1%87'],
    ['%2e%2e', '%252e%252e'],
  ])('for %j stays on its path', async (name, encoded) => {
    const { client, sent } = clientWith(json(list));
    await client.access('acc', name);
    expect(sent[0]?.url).toBe(`${url}/v1/accounts/acc/secrets/${encoded}/access`);
  });

  it.each(['..', '.', '', '\ud800'])('for %j is not sent', async (name) => {
    const { client, sent } = clientWith(json(list));
    await expect(client.access('acc', name)).rejects.toMatchObject({
      name: 'VaultError',
      code: 'InvalidInput',
    });
    expect(sent).toEqual([]);
  });

  it('keeps a path prefix of the vault', async () => {
    const { fetch, sent } = fakeFetch(json(list));
    await createVaultClient({ url: 'https://x.example/vault', key, fetch }).access('a', 'n');
    expect(sent[0]?.url).toBe('https://x.example/vault/v1/accounts/a/secrets/n/access');
  });
});

describe('reading', () => {
  it('retries once when the connection fails', async () => {
    const { client, sent } = clientWith(new Error('reset'), json({ agents: [agent('A')] }));
    expect(await client.agents('acc')).toHaveLength(1);
    expect(sent).toHaveLength(2);
  });

  it('gives up after that', async () => {
    const { client, sent } = clientWith(new Error('refused'));
    await expect(client.me()).rejects.toMatchObject({ code: 'Unreachable' });
    expect(sent).toHaveLength(2);
  });

  it('follows every page', async () => {
    const { client, sent } = clientWith(
      json({ agents: [agent('A')], nextCursor: 'c/1' }),
      json({ agents: [agent('B')] }),
    );
    expect((await client.agents('acc')).map(({ agentId }) => agentId)).toEqual(['A', 'B']);
    expect(sent[1]?.url).toBe(`${url}/v1/accounts/acc/agents?limit=1000&cursor=c%2F1`);
  });

  it('does not follow a cycle of pages', async () => {
    const { client } = clientWith(() => json({ agents: [], nextCursor: 'same' }));
    await expect(client.agents('acc')).rejects.toMatchObject({ code: 'BadAnswer' });
  });
});

describe('writing', () => {
  it('is never retried', async () => {
    const { client, sent } = clientWith(new Error('reset'), json(agent('A')));
    const create = client.createAgent('acc', { agentId: 'A', agentName: 'A' });
    await expect(create).rejects.toMatchObject({ code: 'Unreachable' });
    expect(sent).toHaveLength(1);
  });

  it('without an answer says that the vault may have made the change; reading does not', async () => {
    const { client } = clientWith(new Error('reset'));
    const create = client.createAgent('acc', { agentId: 'A', agentName: 'A' });
    await expect(create).rejects.toThrow('whether it has made the change, before you try again');
    await expect(client.me()).rejects.toThrow('no answer. Check the address');
  });
});

describe('a catalog', () => {
  it('is sent once while it does not change, and is as fresh as the last request', async () => {
    const later = 'Fri, 02 Jan 2026 00:00:00 GMT';
    const { client, sent } = clientWith(
      json(catalog, { headers: { etag: '"3"' } }),
      () => new Response(null, { status: 304, headers: { date: later } }),
    );
    expect(await client.catalog('A')).toEqual(catalog);
    expect(await client.catalog('A')).toEqual({ ...catalog, asOf: '2026-01-02T00:00:00.000Z' });
    expect(sent.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"3"']);
  });

  it('of one agent is separate from that of another', async () => {
    const { client, sent } = clientWith(
      json(catalog, { headers: { etag: '"3"' } }),
      json({ ...catalog, agentId: 'B' }, { headers: { etag: '"3"' } }),
    );
    await client.catalog('A');
    expect((await client.catalog('B')).agentId).toBe('B');
    expect(sent[1]?.headers['if-none-match']).toBeUndefined();
  });

  it('is a bad answer when the vault says "unchanged" for a first request', async () => {
    const { client } = clientWith(new Response(null, { status: 304 }));
    await expect(client.catalog('A')).rejects.toMatchObject({ code: 'BadAnswer' });
  });
});
