import { join } from 'node:path';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import Database from 'better-sqlite3';
import { sentenceOf } from '../../../vault/control/server.ts';
import { backUp } from '../../../vault/operator/backup.ts';
import { exportAudit } from '../../../vault/operator/export-audit.ts';
import { vaultStatus } from '../../../vault/operator/status.ts';
import { verifyAudit } from '../../../vault/operator/verify.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

const pageSize = 4096;

let test: TestVault;
let path: string;
let whole: Buffer;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('one', 'not-a-real-key', ['A']);
  await test.release();
  path = join(test.directory, 'vault.db');
  const database = new Database(path);
  // Pages freed by a migration contain nothing that could be damaged.
  database.exec('vacuum');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  whole = readFileSync(path);
});
afterEach(() => rmSync(test.directory, { recursive: true, force: true }));

const quiet = () => {};

/** Zeros every page in turn; the first page keeps the header that makes the file a database. */
function* damagedFiles(): Generator<Buffer> {
  for (let page = 0; page < whole.length / pageSize; page += 1) {
    const damaged = Buffer.from(whole);
    damaged.fill(0, page * pageSize + (page === 0 ? 100 : 0), (page + 1) * pageSize);
    yield damaged;
  }
}

function useFile(bytes: Buffer): void {
  for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
  writeFileSync(path, bytes);
}

it('verification reports all damaged pages', async () => {
  const verify = () => verifyAudit({ dataDir: test.directory }, quiet);
  expect((await verify()).damage).toBeUndefined();
  for (const bytes of damagedFiles()) {
    useFile(bytes);
    expect((await verify()).damage).toContain('vault.db are damaged. Stop the vault');
  }
  useFile(Buffer.from('not a database at all, but some text'.repeat(200)));
  expect((await verify()).damage).toContain('vault.db are damaged');
});

const target = () => ({ dataDir: test.directory });
const commands: Record<string, () => Promise<unknown>> = {
  status: () => vaultStatus(target()),
  export: async () => {
    for await (const { seq } of exportAudit(target(), 0)) if (seq === 0) throw new Error('No entry');
  },
  backup: async () => {
    const to = join(test.directory, 'backup.db');
    await backUp(target(), { to, verified: true }, quiet);
    rmSync(to);
  },
};

it.each(Object.entries(commands))('vault %s reports each damaged page it needs', async (_name, command) => {
  await command();
  let failed = 0;
  for (const bytes of damagedFiles()) {
    useFile(bytes);
    try {
      await command();
    } catch (error) {
      failed += 1;
      expect(sentenceOf(error)).toContain('damaged');
    }
  }
  expect(failed).toBeGreaterThan(2);
});
