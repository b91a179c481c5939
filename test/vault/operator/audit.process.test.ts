import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { bundleVaultCommandLine, type VaultCommandLine } from '../../cli/support/vault-command-line.ts';
import { editDatabase } from '../support/edit-database.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let cli: VaultCommandLine;
let test: TestVault;
let folder: string;
beforeAll(async () => {
  cli = await bundleVaultCommandLine();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vault-audit-'));
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('one', 'not-a-real-key', ['A']);
});
afterEach(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const verify = (...args: readonly string[]) =>
  cli.run('vault', 'audit', 'verify', '--data', test.directory, ...args);

it('the log of a running vault is verified', async () => {
  const { code, stdout, stderr } = await verify();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Intact: \d+ entries/);
});

it('the first edited entry is named', async () => {
  editDatabase(test.directory, `update audit set decision = 'denied' where seq in (2, 3)`);
  const { code, stdout } = await verify();
  expect(code).toBe(1);
  expect(stdout).toBe('Broken: entry 2 was edited. Intact before it: 1 entry.\n');
  const json = JSON.parse((await verify('--json')).stdout) as unknown;
  expect(json).toMatchObject({ intact: false, fault: { seq: 2, what: 'edited' } });
});

it('an edited secret is named', async () => {
  editDatabase(test.directory, `update secrets set agent_ids = '["A","B"]'`);
  const { code, stdout } = await verify();
  expect(code).toBe(1);
  expect(stdout).toMatch(/\nBroken: secret sec_\w+ was edited\.\n$/);
});

it('damaged data is not backed up as if it were intact', async () => {
  editDatabase(test.directory, `update audit set actor_id = 'somebody' where seq = 1`);
  const to = join(folder, 'copy.db');
  const refused = await cli.run('vault', 'backup', '--data', test.directory, '--to', to);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('is damaged: entry 1');
  const args = ['vault', 'backup', '--data', test.directory, '--to', to, '--unverified'];
  expect(await cli.run(...args)).toMatchObject({ code: 0 });
});

it('all entries are exported, one per line, and no value', async () => {
  const { code, stdout } = await cli.run('vault', 'audit', 'export', '--data', test.directory);
  const lines = stdout.trimEnd().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as { seq: number; action: string; accountId: string });
  expect(code).toBe(0);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
  expect(entries.at(-1)).toMatchObject({ action: 'secret.create', accountId: 'acc_test', secretName: 'one' });
  expect(stdout).not.toContain('not-a-real-key');
  const later = await cli.run('vault', 'audit', 'export', '--data', test.directory, '--after', '1');
  expect(later.stdout).toBe(
    lines
      .slice(1)
      .map((line) => `${line}\n`)
      .join(''),
  );
});

it('says in one sentence where there is no vault, and what is not a number', async () => {
  const none = await cli.run('vault', 'audit', 'verify', '--data', folder);
  expect(none).toMatchObject({ code: 2, stdout: '' });
  expect(none.stderr).toMatch(/^error: There is no vault in .*\n$/);
  const wrong = await cli.run('vault', 'audit', 'export', '--data', folder, '--after', 'x');
  expect(wrong.stderr).toContain('Use an entry number of at least 1.');
});

it('needs the root key, and says so', async () => {
  rmSync(join(test.directory, 'root.key'));
  const { code, stderr } = await verify();
  expect(code).toBe(2);
  expect(stderr).toContain('Restore it from your backup, or set its place with --root-key');
  expect(stderr).not.toContain(readFileSync(join(test.directory, 'admin.key'), 'utf8').trim());
});

it('a damaged file is reported with the exit code for broken data', async () => {
  const data = join(folder, 'damaged');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(data, 'vault.db'), 'not a database'.repeat(1000));
  const { code, stdout, stderr } = await cli.run('vault', 'audit', 'verify', '--data', data);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toMatch(/^Broken: The pages of .*vault\.db are damaged\. Stop the vault/);
});
