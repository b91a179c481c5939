import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask } from '../several/support/several-vaults.ts';
import { startVaultProcess, type VaultProcess } from '../support/vault-process.ts';

let dataDir: string;
const running: VaultProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'vault-lock-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((vault) => vault.stop('SIGKILL')));
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<VaultProcess> {
  const vault = await startVaultProcess(dataDir);
  running.push(vault);
  return vault;
}

/** Every read of this secret adds an entry to the log. */
async function write({ url, adminKey }: VaultProcess): Promise<number> {
  return (await ask(url, adminKey, 'GET', '/v1/accounts/none/audit-events')).status;
}

function deleteLock(): void {
  for (const end of ['', '-journal']) rmSync(join(dataDir, `vault.lock${end}`), { force: true });
  expect(existsSync(join(dataDir, 'vault.lock'))).toBe(false);
}

it.each(['first start', 'later start'])(
  'a second process does not start although the lock file was deleted (%s), and the first continues',
  async (which) => {
    let first = await start();
    if (which === 'later start') {
      await first.stop('SIGTERM');
      first = await start();
    }
    const before = await write(first);
    deleteLock();
    const { line } = await start();
    expect(line).toContain('OperatorError: Another process uses the database');
    expect(line).toContain('someone deleted the lock file');
    // Also when the file exists again, but is not locked.
    expect((await start()).line).toContain('OperatorError: Another process uses the database');
    for (let count = 0; count < 20; count += 1) expect(await write(first)).toBe(before);
    expect(first.log()).not.toContain('"failed"');
  },
);

it.each(['kept', 'deleted'])('a vault that was killed starts again (lock file %s)', async (what) => {
  const first = await start();
  await first.stop('SIGKILL');
  if (what === 'deleted') deleteLock();
  const second = await start();
  expect(second.line).toMatch(/^http/);
  await second.stop('SIGKILL');
  expect((await start()).line).toMatch(/^http/);
});
