// `npm run test:pressure`: what one client can do to a vault, at full length. 100,000 bad requests while no one reads its log.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fillUnreadLog } from '../test/vault/pressure/unread-log.ts';
import { startUnreadVault } from '../test/vault/pressure/unread-vault.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-pressure-'));
try {
  const vault = await startUnreadVault(path.join(folder, 'data'));
  const started = performance.now();
  const { answers, health, exit } = await fillUnreadLog(vault, 100_000, 5_000);
  const answered = Object.values(answers).reduce((sum, count) => sum + count, 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `unread log: ${answered} bad requests answered, 5000 changes made, health ${health}, exit code ${exit}, ${seconds} s`,
  );
  if (answered !== 100_000 || health !== 200 || exit !== 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// Connections that are kept alive would hold the program for a while.
process.exit();
