import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient, type ReceivedEvent, type VaultClient } from '../../../vault-client/index.ts';
import { type RunningVault, serve } from '../../../vault/main.ts';

const directory = mkdtempSync(join(tmpdir(), 'vault-events-'));
let vault: RunningVault;
let client: VaultClient;
let accountId: string;
beforeAll(async () => {
  vault = await serve({ dataDir: directory, port: 0, log: { write() {} } });
  const key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  client = createVaultClient({ url: vault.url, key, fetch });
  ({ accountId } = await client.me());
});
afterAll(async () => {
  await vault.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Follows until `count` events arrived; `act` runs when the stream is open. */
async function follow(
  count: number,
  act: () => Promise<unknown>,
  lastEventId?: string,
): Promise<ReceivedEvent[]> {
  const stop = new AbortController();
  const seen: ReceivedEvent[] = [];
  const from = lastEventId === undefined ? {} : { lastEventId };
  for await (const received of client.events({ signal: stop.signal, ...from })) {
    seen.push(received);
    if (received.event.type === 'connected') await act();
    if (seen.length > count) break;
  }
  stop.abort();
  return seen;
}

/** The log's entries for a key. */
async function entriesOf(tokenId: string): Promise<unknown> {
  const headers = { 'x-api-key': readFileSync(join(directory, 'admin.key'), 'utf8').trim() };
  const url = `${vault.url}/v1/accounts/${accountId}/audit-events?actorId=${tokenId}`;
  return ((await (await fetch(url, { headers })).json()) as { events: unknown }).events;
}

describe('the event stream', () => {
  it('greets, then sends every change of the account as it happens', async () => {
    const seen = await follow(3, async () => {
      await client.createAgent(accountId, { agentId: 'A', agentName: 'Agent' });
      await client.createSecret(accountId, { name: 'x', kind: 'single', value: 'not-a-real-key' });
      const { etag } = await client.access(accountId, 'x');
      await client.changeAccess(accountId, 'x', { grant: ['A'] }, etag);
    });
    expect(seen.map(({ event }) => event)).toEqual([
      { type: 'connected' },
      { type: 'agents-changed', agentIds: ['A'] },
      { type: 'catalog-changed', names: ['x'] },
      { type: 'access-changed', names: ['x'], agentIds: ['A'] },
    ]);
  });

  it('continues where a client left off', async () => {
    const [, first] = await follow(1, async () => {
      await client.createSecret(accountId, { name: 'y', kind: 'single', value: 'not-a-real-key' });
      await client.createSecret(accountId, { name: 'z', kind: 'single', value: 'not-a-real-key' });
    });
    const [, next] = await follow(1, async () => undefined, first?.id);
    expect(first?.event).toEqual({ type: 'catalog-changed', names: ['y'] });
    expect(next?.event).toEqual({ type: 'catalog-changed', names: ['z'] });
  });

  it('ends immediately when its key is revoked, or its person disabled', async () => {
    const key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
    const call = async (method: string, path: string, body?: object) => {
      const headers = { 'x-api-key': key, ...(body && { 'content-type': 'application/json' }) };
      const url = `${vault.url}/v1/accounts/${accountId}/${path}`;
      return fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    };
    const user = (await (await call('POST', 'users', { name: 'Ada', role: 'author' })).json()) as {
      id: string;
    };
    const issued = { name: 'short', role: 'author', userId: user.id } as const;
    const first = await client.issueToken(accountId, issued);
    const second = await client.issueToken(accountId, issued);
    const ended = [first, second].map(async ({ token }) => {
      const author = createVaultClient({ url: vault.url, key: token, fetch });
      const seen = [];
      for await (const { event } of author.events({ signal: AbortSignal.timeout(4000) }))
        seen.push(event.type);
      return seen;
    });
    await call('DELETE', `tokens/${first.id}`);
    expect(await ended[0]).toContain('connected');
    await call('PATCH', `users/${user.id}`, { disabled: true });
    expect(await ended[1]).toContain('connected');
  });

  it('can be opened at most sixteen times by one key', async () => {
    const { id, token } = await client.issueToken(accountId, { name: 'greedy', role: 'author' });
    const stop = new AbortController();
    const open = () =>
      fetch(`${vault.url}/v1/events`, { headers: { 'x-api-key': token }, signal: stop.signal });
    const answers = await Promise.all(Array.from({ length: 17 }, open));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      ...Array.from({ length: 16 }, () => 200),
      429,
    ]);
    stop.abort();
    expect(await entriesOf(id)).toHaveLength(16);
  });

  it('is recorded in the audit log before it sends anything', async () => {
    const { id, token } = await client.issueToken(accountId, { name: 'follower', role: 'author' });
    const stop = new AbortController();
    const headers = { 'x-api-key': token };
    await fetch(`${vault.url}/v1/events`, { headers, signal: stop.signal });
    stop.abort();
    expect(await entriesOf(id)).toMatchObject([{ action: 'events.follow', decision: 'allowed' }]);
  });

  it('says that anything may have changed to a client with an unknown position', async () => {
    const seen = await follow(2, async () => undefined, '999999999');
    expect(seen.map(({ event }) => event)).toEqual([
      { type: 'connected' },
      { type: 'agents-changed', agentIds: [] },
      { type: 'catalog-changed', names: [] },
    ]);
  });

  it('ends at the first event after its key is revoked, without sending it', async () => {
    const { token, id } = await client.issueToken(accountId, { name: 'short', role: 'author' });
    const author = createVaultClient({ url: vault.url, key: token, fetch });
    const key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
    const seen: string[] = [];
    for await (const { event } of author.events({ signal: AbortSignal.timeout(5000) })) {
      seen.push(event.type);
      const url = `${vault.url}/v1/accounts/${accountId}/tokens/${id}`;
      expect((await fetch(url, { method: 'DELETE', headers: { 'x-api-key': key } })).status).toBe(204);
      await client.createSecret(accountId, { name: 'secret after', kind: 'single', value: 'not-a-real-key' });
    }
    expect(seen).toEqual(['connected']);
  });
});
