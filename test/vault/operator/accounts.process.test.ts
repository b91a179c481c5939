import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVaultClient, type VaultClient } from '../../../vault-client/index.ts';
import { bundleVaultCommandLine, type VaultCommandLine } from '../../cli/support/vault-command-line.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';

let program: VaultCommandLine;
let postgres: PostgresServer;
beforeAll(async () => {
  program = await bundleVaultCommandLine();
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const storages: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  SQLite: () => Promise.resolve([]),
  PostgreSQL: async () => ['--database', await postgres.createDatabase()],
};

describe.each(Object.keys(storages))('a second account of a vault on %s', (storage) => {
  let folder: string;
  let target: readonly string[];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vault-accounts-'));
    target = ['--data', join(folder, 'data'), ...((await storages[storage]?.()) ?? [])];
    await program.run('vault', 'init', ...target, '--account-name', 'First');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function addAccount(name: string): Promise<{ readonly id: string; readonly key: string }> {
    const { code, stdout, stderr } = await program.run('vault', 'new-account', name, ...target);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('ags_');
    const [, id = ''] = /\((acc_\w+)\)/.exec(stdout) ?? [];
    const path = /^(\/\S+\.key)$/m.exec(stdout)?.[1] ?? '';
    expect(statSync(path).mode & 0o777).toBe(0o600);
    return { id, key: readFileSync(path, 'utf8').trim() };
  }

  it('is created in a running or stopped vault, with its own admin, separate from the first', async () => {
    const offline = await addAccount('Offline');
    const vault = await program.serve(...target);
    const online = await addAccount('Online');
    const client = (key: string): VaultClient => createVaultClient({ url: vault.url, key, fetch });
    const first = client(readFileSync(join(folder, 'data', 'admin.key'), 'utf8').trim());
    const { accountId } = await first.me();
    await first.createAgent(accountId, { agentId: 'A', agentName: 'Of the first' });

    for (const { id, key } of [offline, online]) {
      const admin = client(key);
      expect(await admin.me()).toMatchObject({ accountId: id, role: 'admin' });
      expect(await admin.agents(id)).toEqual([]);
      await admin.createAgent(id, { agentId: 'A', agentName: 'Of mine' });
      await expect(admin.agents(accountId)).rejects.toMatchObject({ code: 'NotFound' });
      const actions: string[] = [];
      for await (const { action, actorId } of admin.auditEvents(id, {})) {
        if (actorId === 'operator') actions.push(action);
      }
      expect(actions).toEqual(['token.issue', 'user.create', 'account.create']);
    }
    const { stdout } = await program.run('vault', 'accounts', ...target, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      accounts: [
        { id: accountId, name: 'First', vaultEnabled: true },
        { id: offline.id, name: 'Offline' },
        { id: online.id, name: 'Online' },
      ],
    });
    expect((await first.agents(accountId)).map(({ agentName }) => agentName)).toEqual(['Of the first']);
    await vault.stop();
    expect((await program.run('vault', 'accounts', ...target)).stdout).toContain('Online');
    expect(await program.run('vault', 'audit', 'verify', ...target)).toMatchObject({ code: 0 });
  });

  it('gets a new key for its admin when that is lost', async () => {
    const { id } = await addAccount('Second');
    const { stdout } = await program.run('vault', 'new-admin-key', '--account', id, ...target);
    const key = readFileSync(/^(\/\S+\.key)$/m.exec(stdout)?.[1] ?? '', 'utf8').trim();
    const vault = await program.serve(...target);
    expect(await createVaultClient({ url: vault.url, key, fetch }).me()).toMatchObject({ accountId: id });
    const unknown = await program.run('vault', 'new-admin-key', '--account', 'acc_none', ...target);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('vault accounts');
    await vault.stop();
  });

  it.each(['', ' First', 'a\nb', 'x'.repeat(129)])('is not created with the name %j', async (name) => {
    expect(await program.run('vault', 'new-account', name, ...target)).toMatchObject({ code: 2, stdout: '' });
    const { stdout } = await program.run('vault', 'accounts', ...target, '--json');
    expect((JSON.parse(stdout) as { accounts: unknown[] }).accounts).toHaveLength(1);
  });
});
