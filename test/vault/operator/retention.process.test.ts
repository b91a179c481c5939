import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { bundleVaultCommandLine, type VaultCommandLine } from '../../cli/support/vault-command-line.ts';
import { appendEntry } from '../../../vault/domain/audit/audit.ts';
import { verifyAudit } from '../../../vault/operator/index.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let cli: VaultCommandLine;
let server: PostgresServer;
let test: TestVault;
let folder: string;
let segments: string;
beforeAll(async () => {
  [cli, server] = await Promise.all([bundleVaultCommandLine(), startPostgres()]);
});
afterAll(() => server.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vault-retention-'));
  segments = join(folder, 'segments');
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('one', 'not-a-real-key', ['A']);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(test.directory, { recursive: true, force: true });
});

async function fill(entries: number): Promise<void> {
  const actor = { accountId: 'acc_test', actorId: 'x', actorRole: 'vault', requestId: 'r' } as const;
  await Promise.all(
    Array.from({ length: entries }, () =>
      test.vault.storage.transactReading((tx) =>
        appendEntry(test.vault, tx, actor, { action: 'value.read' }, undefined),
      ),
    ),
  );
}

/** Closes the vault, whose clock was set by the test: the real time is much later. */
async function release(): Promise<void> {
  await test.release();
  expect(await cli.run('vault', 'confirm-clock', '--data', test.directory)).toMatchObject({ code: 0 });
}

const audit = (...args: readonly string[]) => {
  const [command = '', ...rest] = args;
  return cli.run('vault', 'audit', command, '--data', test.directory, ...rest);
};

/** The command's JSON output; it must have succeeded. */
async function json(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await audit(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

async function archive(): Promise<number> {
  await json('seal');
  await json('export', '--to', segments);
  const kept = (await json('prune', '--keep-days', '0', '--from', segments)) as { through: number };
  return kept.through;
}

it('the log of a stopped vault is sealed, exported, pruned and verified', async () => {
  await release();
  expect((await audit('segments')).stdout).toBe('There are no segments yet.\n');
  const sealed = await audit('seal');
  expect(sealed).toMatchObject({ code: 0, stderr: '' });
  expect(sealed.stdout).toMatch(/^Entries 1 to \d+ are sealed: 1 segment now\.\n$/);
  expect((await audit('segments')).stdout).toMatch(/\n.*sealed\n$/);
  const exported = await audit('export', '--to', segments);
  expect(exported.stdout).toMatch(/^Entries 1 to \d+ are exported: 1 segment now\.\n$/);
  const young = await audit('prune', '--keep-days', '36500', '--from', segments);
  expect(young.stdout).toBe('No entries are pruned: 0 segments now.\n');
  const pruned = await audit('prune', '--keep-days', '0', '--from', segments);
  expect(pruned.stdout).toMatch(/^Entries 1 to \d+ are pruned: 1 segment now\.\n$/);
  expect((await audit('segments')).stdout).toMatch(/\n.*pruned\n$/);

  const verified = await audit('verify');
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.stdout).toMatch(
    /^Intact: .*\nEntries 1 to \d+, until .*, were pruned after their export\./,
  );
  const whole = await audit('verify', '--segments', segments);
  expect(whole.stdout).toMatch(/were verified in their exported segments\.\n$/);

  const [entries = ''] = readdirSync(segments).toSorted();
  renameSync(join(segments, entries), join(folder, 'lost'));
  const lost = await audit('verify', '--segments', segments);
  expect(lost).toMatchObject({ code: 1 });
  expect(lost.stdout).toBe(
    'Broken: entry 1 begins a segment that is missing or is not what this vault sealed. Intact before it: 0 entries.\n',
  );
});

it('a running vault does the same over its control socket, and answers in the meantime', async () => {
  await fill(5_000);
  await release();
  const vault = await cli.serve(
    '--data',
    test.directory,
    '--audit-archive',
    segments,
    '--audit-stream',
    join(folder, 'stream.jsonl'),
  );
  try {
    await json('seal');
    await json('export', '--to', segments);
    expect(await json('prune', '--keep-days', '0')).toMatchObject({ segments: 1 });
    expect(await json('verify', '--segments', segments)).toMatchObject({ intact: true, rows: [] });
    const answer = await fetch(`${vault.url}/v1/accounts/acc_test/audit-events`, {
      headers: { 'x-api-key': test.adminKey },
    });
    expect(await answer.json()).toMatchObject({ pruned: { through: expect.any(Number) as number } });
    const streamed = () =>
      existsSync(join(folder, 'stream.jsonl'))
        ? readFileSync(join(folder, 'stream.jsonl'), 'utf8').trimEnd().split('\n').length
        : 0;
    await vi.waitFor(() => expect(streamed()).toBeGreaterThan(5_000), { timeout: 30_000, interval: 100 });
    const metrics = await (await fetch(`${vault.url}/metrics`)).text();
    expect(metrics).toMatch(/^agent_secrets_vault_audit_stream_behind_entries \d+$/m);
  } finally {
    await vault.stop();
  }
});

it('a back-up of a pruned vault is complete, and so is the restored vault', async () => {
  await release();
  await archive();
  const to = join(folder, 'copy.db');
  expect(await cli.run('vault', 'backup', '--data', test.directory, '--to', to)).toMatchObject({ code: 0 });
  const dataDir = join(folder, 'restored');
  mkdirSync(dataDir, { mode: 0o700 });
  copyFileSync(join(test.directory, 'root.key'), join(dataDir, 'root.key'));
  const restored = await cli.run('vault', 'restore', '--from', to, '--data', dataDir);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  const verified = await cli.run('vault', 'audit', 'verify', '--data', dataDir, '--segments', segments);
  expect(verified).toMatchObject({ code: 0, stderr: '' });
});

it('a pruned vault moves to PostgreSQL, where its log is pruned further and gives an admin key', async () => {
  await release();
  const first = await archive();
  const database = await server.createDatabase();
  const moved = await cli.run('vault', 'migrate', '--from', test.directory, '--to', database);
  expect(moved).toMatchObject({ code: 0, stderr: '' });
  const there = ['--database', database];
  const newKey = await cli.run('vault', 'new-admin-key', '--data', test.directory, ...there);
  expect(newKey).toMatchObject({ code: 0, stderr: '' });
  await json('seal', ...there);
  await json('export', '--to', segments, ...there);
  const kept = (await json('prune', '--keep-days', '0', '--from', segments, ...there)) as { through: number };
  expect(kept.through).toBeGreaterThan(first);
  const verdict = await json('verify', '--segments', segments, ...there);
  expect(verdict).toMatchObject({ intact: true, rows: [], pruned: { through: kept.through } });
  expect(await json('segments', ...there)).toMatchObject([{ pruned: true }, { pruned: true }]);
});

it(
  'nothing is lost when sealing, exporting and pruning are killed repeatedly',
  { timeout: 300_000 },
  async () => {
    await fill(4_000);
    await release();
    const steps = [['seal'], ['export', '--to', segments], ['prune', '--keep-days', '0', '--from', segments]];
    const exact = { dataDir: test.directory };
    let killed = 0;
    for (const [command = '', ...rest] of steps) {
      for (let wait = 400; ; wait *= 1.7) {
        const child = cli.start('vault', 'audit', command, '--data', test.directory, ...rest);
        const timer = setTimeout(() => child.kill('SIGKILL'), wait);
        const code = await new Promise((resolve) => child.once('exit', resolve));
        clearTimeout(timer);
        const place = existsSync(segments) ? segments : undefined;
        const { fault, rows } = await verifyAudit(exact, () => undefined, place);
        expect({ fault, rows }).toEqual({ fault: undefined, rows: [] });
        if (code === 0) break;
        killed += 1;
      }
    }
    expect(killed).toBeGreaterThan(2);
    expect(await json('verify', '--segments', segments)).toMatchObject({ intact: true });
    expect(readdirSync(segments).filter((name) => name.endsWith('.part'))).toHaveLength(0);
  },
);
