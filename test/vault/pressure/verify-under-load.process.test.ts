import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createVaultClient } from '../../../vault-client/index.ts';
import { makeBusyLog } from './busy-log.ts';
import { startUnreadVault } from './unread-vault.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-verified-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// 200,000 entries, with times: npm run test:pressure
it('a vault answers while its audit log is verified', async () => {
  const dataDir = join(folder, 'data');
  const { accountId, adminKey } = await makeBusyLog(dataDir, 20_000);
  const vault = await startUnreadVault(dataDir);
  try {
    let answered = 0;
    const verified = new AbortController();
    const client = createVaultClient({ url: vault.url, key: adminKey, fetch });
    const verdict = client.verifyAudit(accountId).finally(() => verified.abort());
    while (!verified.signal.aborted) {
      expect((await fetch(`${vault.url}/healthz`)).status).toBe(200);
      answered += 1;
    }
    expect(await verdict).toMatchObject({ intact: true });
    // Each slice is 50 entries; a vault that works in one piece answers once.
    expect(answered).toBeGreaterThan(20);
  } finally {
    vault.process.kill('SIGKILL');
  }
});
