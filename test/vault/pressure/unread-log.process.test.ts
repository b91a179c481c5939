import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fillUnreadLog } from './unread-log.ts';
import { startUnreadVault, type UnreadVault } from './unread-vault.ts';

let folder: string;
let vault: UnreadVault;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vault-unread-log-'));
  vault = await startUnreadVault(join(folder, 'data'));
});
afterEach(() => {
  vault.process.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

// 100,000 requests: npm run test:pressure
it('a vault whose log is not read continues to answer, and stops gracefully', async () => {
  const { answers, health, exit } = await fillUnreadLog(vault, 20_000, 1_000);
  expect(Object.keys(answers).toSorted()).toEqual(['401', '429']);
  expect((answers['401'] ?? 0) + (answers['429'] ?? 0)).toBe(20_000);
  expect({ health, exit }).toEqual({ health: 200, exit: 0 });
});
