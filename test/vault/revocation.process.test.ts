import { afterAll, beforeAll, expect, it } from 'vitest';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVaultClient, type VaultClient } from '../../vault-client/index.ts';
import { type RunningVault, serve } from '../../vault/main.ts';

const directory = mkdtempSync(join(tmpdir(), 'vault-revoke-'));
let vault: RunningVault;
let client: VaultClient;
let accountId: string;
let token: string;
beforeAll(async () => {
  vault = await serve({ dataDir: directory, port: 0, log: { write() {} } });
  const key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  client = createVaultClient({ url: vault.url, key, fetch });
  ({ accountId } = await client.me());
  await client.createAgent(accountId, { agentId: 'A', agentName: 'Agent' });
  const secret = { name: 'x', kind: 'single', value: 'not-a-real-key' } as const;
  await client.createSecret(accountId, { ...secret, agentIds: ['A'] });
  ({ token } = await client.issueToken(accountId, { name: 'run', role: 'agent', agentId: 'A' }));
});
afterAll(async () => {
  await vault.close();
  rmSync(directory, { recursive: true, force: true });
});

it('lets no read that begins after a revoke succeed, while others race', async () => {
  const racing = new AbortController();
  const readers = Array.from({ length: 8 }, async () => {
    while (!racing.signal.aborted) await read();
  });
  for (let pair = 0; pair < 100; pair += 1) {
    const { etag } = await client.access(accountId, 'x');
    const revoked = await client.changeAccess(accountId, 'x', { revoke: ['A'] }, etag);
    expect(await read()).toBe(403);
    await client.changeAccess(accountId, 'x', { grant: ['A'] }, revoked.etag);
    expect(await read()).toBe(200);
  }
  racing.abort();
  await Promise.all(readers);
});

async function read(): Promise<number> {
  const answer = await fetch(`${vault.url}/v1/agents/A/secrets/x/value`, { headers: { 'x-api-key': token } });
  await answer.arrayBuffer();
  return answer.status;
}
