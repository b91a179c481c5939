import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient, type ReceivedEvent, type VaultClient } from '../../vault-client/index.ts';
import { type RunningVault, serve } from '../../vault/main.ts';

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

/** Follows until `count` events came; `act` runs when the stream is open. */
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

describe('the event stream', () => {
  it('greets, then tells every change of the account as it happens', async () => {
    const seen = await follow(3, async () => {
      await client.createAgent(accountId, { agentId: 'A', agentName: 'Agent' });
      await client.createSecret(accountId, { name: 'x', kind: 'single', value: 'not-a-real-key' });
      await client.changeAccess(accountId, 'x', { grant: ['A'] }, 1);
    });
    expect(seen.map(({ event }) => event)).toEqual([
      { type: 'connected' },
      { type: 'agents-changed', agentIds: ['A'] },
      { type: 'catalog-changed', names: ['x'] },
      { type: 'access-changed', names: ['x'], agentIds: ['A'] },
    ]);
  });

  it('goes on where a client left off', async () => {
    const [, first] = await follow(1, async () => {
      await client.createSecret(accountId, { name: 'y', kind: 'single', value: 'not-a-real-key' });
      await client.createSecret(accountId, { name: 'z', kind: 'single', value: 'not-a-real-key' });
    });
    const [, next] = await follow(1, async () => undefined, first?.id);
    expect(first?.event).toEqual({ type: 'catalog-changed', names: ['y'] });
    expect(next?.event).toEqual({ type: 'catalog-changed', names: ['z'] });
  });

  it('ends at the first event after its key is revoked, without telling it', async () => {
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
