import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../../vault-client/index.ts';
import { bundleVaultCommandLine, type VaultCommandLine } from '../../cli/support/vault-command-line.ts';

let program: VaultCommandLine;
let folder: string;
let data: string;
beforeAll(async () => {
  program = await bundleVaultCommandLine();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vault-admin-key-'));
  data = join(folder, 'data');
  await program.run('vault', 'init', '--data', data);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function newKey(): Promise<string> {
  const { code, stdout, stderr } = await program.run('vault', 'new-admin-key', '--data', data);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).not.toContain('ags_');
  const path = /^(\/\S+\.key)$/m.exec(stdout)?.[1] ?? '';
  expect(statSync(path).mode & 0o777).toBe(0o600);
  return readFileSync(path, 'utf8').trim();
}

describe('an operator who lost the admin key', () => {
  it('gets a new one from a running vault, and the log shows it', async () => {
    const vault = await program.serve('--data', data);
    const old = readFileSync(join(data, 'admin.key'), 'utf8').trim();
    rmSync(join(data, 'admin.key'));
    const key = await newKey();
    expect(key).not.toBe(old);
    const using = { url: vault.url, key, fetch };
    const me = await createVaultClient(using).me();
    expect(me.role).toBe('admin');
    expect(me.userId).toBe((await createVaultClient({ ...using, key: old }).me()).userId);
    const events = createVaultClient(using).auditEvents(me.accountId, { action: 'token.issue' });
    for await (const event of events) {
      expect(event).toMatchObject({ actorId: 'operator', targetId: me.id, decision: 'allowed' });
      break;
    }
    await vault.stop();
  });

  it('gets one from a stopped vault, of another admin when the first is no longer valid', async () => {
    const vault = await program.serve('--data', data);
    const client = (key: string) => ({ url: vault.url, key, fetch });
    const first = client(await newKey());
    const { accountId, userId = '' } = await createVaultClient(first).me();
    await vault.stop();
    const second = await newKey();
    expect(second).not.toBe(first.key);

    const again = await program.serve('--data', data);
    const using = { url: again.url, key: second, fetch };
    const admin = createVaultClient(using);
    const user = await admin.createUser(accountId, { name: 'Other', role: 'admin' });
    const other = await createVaultClient(using).issueToken(accountId, {
      name: 'other',
      role: 'admin',
      userId: user.id,
    });
    await createVaultClient({ ...using, key: other.token }).changeUser(accountId, userId, {
      disabled: true,
    });
    await expect(createVaultClient(using).me()).rejects.toMatchObject({ code: 'CredentialExpired' });
    const third = await createVaultClient({ ...using, key: await newKey() }).me();
    expect(third).toMatchObject({ role: 'admin', userId: user.id });
    await again.stop();
    expect(await program.run('vault', 'audit', 'verify', '--data', data)).toMatchObject({ code: 0 });
  });
});
