import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../vault/support/postgres-server.ts';
import { clientKinds, type ClientProcess, startClient } from './support/client-process.ts';
import { countStaleReads } from './support/revocations.ts';
import { agentId, type RuntimeVault, startRuntimeVault } from './support/runtime-vault.ts';

/** In every value, so that a search finds each of them. */
const canary = 'not-a-real-canary';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const storages: Readonly<Record<string, () => Promise<{ readonly database?: string }>>> = {
  SQLite: () => Promise.resolve({}),
  PostgreSQL: async () => ({ database: await postgres.createDatabase() }),
};

const cases = Object.keys(storages).flatMap((storage) => clientKinds.map((kind) => [kind, storage] as const));

describe.each(cases)('the %s client and a vault on %s', (kind, storage) => {
  let vault: RuntimeVault;
  let client: ClientProcess;
  const started: ClientProcess[] = [];
  const start = (changes: Record<string, string>): ClientProcess => {
    const one = startClient(kind, { ...vault.environment, ...changes });
    started.push(one);
    return one;
  };
  beforeAll(async () => {
    vault = await startRuntimeVault(await storages[storage]?.());
    await vault.addSecret('stripe', `${canary}-key`);
    await vault.addSecret('crm', { client_id: `${canary}-id`, 'client secret': `${canary}-"ü"\n` });
    await vault.addSecret('fraud_check', `${canary}-fraud`, []);
    client = start({});
  });
  afterEach(async () => {
    const others = started.filter((one) => one !== client);
    await Promise.all(others.map((one) => one.stop()));
  });
  afterAll(async () => {
    await client.stop();
    await vault.stop();
  });

  it('read a text, and a text for each field', async () => {
    expect(await client.read('stripe')).toEqual({ value: `${canary}-key` });
    expect(await client.read('crm')).toEqual({
      value: { client_id: `${canary}-id`, 'client secret': `${canary}-"ü"\n` },
    });
  });

  it.each(['Clinic Directory Credentials', 'a/b?c#d%2e&ü', '..x', '💳'])(
    'read a secret named %s',
    async (name) => {
      await vault.addSecret(name, `${canary}-odd`);
      expect(await client.read(name)).toEqual({ value: `${canary}-odd` });
    },
  );

  it('report a secret that does not exist', async () => {
    const { error } = await client.read('stripe_key');
    expect(error).toMatchObject({
      type: 'SecretNotFound',
      code: 'SecretNotFound',
      secretName: 'stripe_key',
      message: 'The secret "stripe_key" does not exist. Check its name.',
    });
    expect(error?.requestId).toMatch(/^[\w.-]{8,64}$/);
  });

  it('report a secret that the agent has no access to', async () => {
    const { error } = await client.read('fraud_check');
    expect(error).toMatchObject({
      type: 'MissingAccess',
      code: 'MissingAccess',
      assistantId: agentId,
      secretName: 'fraud_check',
      message: `Agent "${agentId}" has no access to the secret "fraud_check". Ask an account admin to grant it.`,
    });
    expect(error?.requestId).toMatch(/^[\w.-]{8,64}$/);
  });

  it.each(['', ' ', 'stripe ', '.', '..', 'a\nb', 'x'.repeat(129)])(
    'report that %j is not a name',
    async (name) => {
      const { error } = await client.read(name);
      expect(error).toMatchObject({
        type: 'InvalidInput',
        code: 'InvalidInput',
        assistantId: agentId,
        secretName: name,
      });
      expect(error?.message).not.toContain('\n');
    },
  );

  it('report an agent that the vault does not know, or that is not the agent of the token', async () => {
    const stranger = start({ AGENT_SECRETS_AGENT: 'PROJECT-NONE' });
    expect((await stranger.read('stripe')).error).toMatchObject({
      type: 'AgentSecretsError',
      code: 'NotFound',
    });
  });

  it('report a token that the vault does not know', async () => {
    const stranger = start({ AGENT_SECRETS_AGENT_TOKEN: 'ags_agent_unknown' });
    expect((await stranger.read('stripe')).error).toMatchObject({
      type: 'Unauthenticated',
      code: 'Unauthenticated',
    });
  });

  it('report a token that was revoked, with the very next read', async () => {
    const issued = await vault.issueToken();
    const reader = start({ AGENT_SECRETS_AGENT_TOKEN: issued.token });
    expect(await reader.read('stripe', {})).toHaveProperty('value');
    await vault.revokeToken(issued);
    const { error } = await reader.read('stripe');
    expect(error).toMatchObject({ type: 'Unauthenticated', code: 'CredentialExpired' });
  });

  it('report a token that has expired', async () => {
    const expiresAt = new Date(Date.now() + 1500).toISOString();
    const { token } = await vault.issueToken({ expiresAt });
    const reader = start({ AGENT_SECRETS_AGENT_TOKEN: token });
    await expect
      .poll(async () => (await reader.read('stripe', {})).error, { timeout: 20_000 })
      .toMatchObject({ type: 'Unauthenticated', code: 'CredentialExpired' });
  });

  it('read the token file again when it was rotated', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-token-'));
    const file = path.join(folder, 'token');
    try {
      const first = await vault.issueToken();
      writeFileSync(file, `${first.token}\n`);
      const reader = start({ AGENT_SECRETS_AGENT_TOKEN: '', AGENT_SECRETS_AGENT_TOKEN_FILE: file });
      expect(await reader.read('stripe', {})).toHaveProperty('value');
      writeFileSync(file, `${(await vault.issueToken()).token}\n`);
      await vault.revokeToken(first);
      expect(await reader.read('stripe', {})).toHaveProperty('value');
      rmSync(file);
      expect(await reader.read('stripe', {}), 'a token that works is kept').toHaveProperty('value');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('see a rotation with the very next read', async () => {
    await vault.addSecret('rotated', `${canary}-0`);
    for (let turn = 1; turn <= 10; turn += 1) {
      await vault.rotate('rotated', `${canary}-${String(turn)}`);
      expect(await client.read('rotated')).toEqual({ value: `${canary}-${String(turn)}` });
    }
  });

  it('read nothing after a revoke', async () => {
    expect(await countStaleReads(vault, client, 50)).toEqual({ pairs: 50, stale: 0 });
  });

  it('read many secrets at the same time, each its own', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `many_${String(index)}`);
    await Promise.all(names.map((name) => vault.addSecret(name, `${canary}-of-${name}`)));
    const read = await Promise.all(names.map((name) => client.read(name)));
    expect(read).toEqual(names.map((name) => ({ value: `${canary}-of-${name}` })));
  });

  it('report a sealed vault, and one that is unreachable', async () => {
    await vault.seal();
    expect((await client.read('stripe', { retries: 0 })).error).toMatchObject({
      type: 'VaultUnavailable',
      code: 'Sealed',
    });
    const away = start({ AGENT_SECRETS_VAULT_URL: 'http://127.0.0.1:1' });
    const { error } = await away.read('stripe');
    expect(error).toMatchObject({ type: 'VaultUnavailable', code: 'Unreachable' });
    expect(error?.message).toContain('127.0.0.1:1');
  });

  it('show no value and no token in any of these', () => {
    const said = [...started.map((one) => one.said()), vault.log()].join('\n');
    expect(said).toContain('MissingAccess');
    expect(said).not.toContain(canary);
    expect(said).not.toContain('ags_agent_');
  });
});
