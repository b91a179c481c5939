import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { serve } from '../../vault/main.ts';
import { startVaultProcess } from './support/vault-process.ts';

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'vault-serve-')), 'data');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

describe('a vault', () => {
  it('keeps its data when it is stopped and started', async () => {
    const first = await startVaultProcess(directory);
    const key = first.adminKey;
    const client = createVaultClient({ url: first.url, key, fetch });
    const { accountId } = await client.me();
    await client.createAgent(accountId, { agentId: 'A', agentName: 'Agent' });
    const secret = { name: 'x', kind: 'single', value: 'not-a-real-key', agentIds: ['A'] } as const;
    await client.createSecret(accountId, { ...secret, agentIds: ['A'] });
    expect(await first.stop('SIGTERM')).toBe(0);

    const second = await startVaultProcess(directory);
    expect(second.adminKey).toBe(key);
    const again = createVaultClient({ url: second.url, key, fetch });
    expect(await again.secrets(accountId)).toMatchObject([{ name: 'x', agentIds: ['A'] }]);
    const { token } = await again.issueToken(accountId, { name: 'run', role: 'agent', agentId: 'A' });
    const answer = await fetch(`${second.url}/v1/agents/A/secrets/x/value`, {
      headers: { 'x-api-key': token },
    });
    expect(await answer.json()).toMatchObject({ value: 'not-a-real-key' });
    expect(first.log() + second.log()).not.toContain('ags_');
    expect(await second.stop('SIGINT')).toBe(0);

    const third = await startVaultProcess(directory);
    const [stored] = await createVaultClient({ url: third.url, key, fetch }).secrets(accountId);
    expect(Date.now() - Date.parse(stored?.lastReadAt ?? '')).toBeLessThan(2 * 3_600_000);
    expect(await third.stop('SIGINT')).toBe(0);
  });

  it('restricts its files to its user', async () => {
    const vault = await serve({ dataDir: directory, port: 0, log: { write() {} } });
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(directory)) {
      expect(statSync(join(directory, name)).mode & 0o777, name).toBe(0o600);
    }
    await vault.close();
  });

  it('does not restrict folders that hold other things, such as /tmp', async () => {
    const shared = join(directory, 'shared');
    mkdirSync(shared, { recursive: true });
    chmodSync(shared, 0o755);
    writeFileSync(join(shared, 'of-somebody-else'), '');
    await expect(serve({ dataDir: shared, port: 0 })).rejects.toThrow('accessible to others');
    expect(statSync(shared).mode & 0o777).toBe(0o755);
    expect(readdirSync(shared)).toEqual(['of-somebody-else']);
  });

  it('finishes acknowledged work when it is told to stop', async () => {
    const first = await startVaultProcess(directory);
    const client = createVaultClient({ url: first.url, key: first.adminKey, fetch });
    const { accountId } = await client.me();
    const acknowledged: string[] = [];
    let stopped: Promise<number | null> | undefined;
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let count = 0; ; count += 1) {
        const name = `${String(writer)}-${String(count)}`;
        await client.createSecret(accountId, { name, kind: 'single', value: 'not-a-real-key' });
        acknowledged.push(name);
        if (acknowledged.length === 100) stopped = first.stop('SIGTERM');
      }
    });
    await Promise.allSettled(writers);
    expect(await stopped).toBe(0);
    const second = await startVaultProcess(directory);
    const again = createVaultClient({ url: second.url, key: second.adminKey, fetch });
    const stored = new Set((await again.secrets(accountId)).map(({ name }) => name));
    expect(acknowledged.length).toBeGreaterThanOrEqual(100);
    expect(acknowledged.filter((name) => !stored.has(name))).toEqual([]);
    await second.stop('SIGTERM');
  });

  it('stops even if a client follows its events', async () => {
    const vault = await startVaultProcess(directory);
    const answer = await fetch(`${vault.url}/v1/events`, { headers: { 'x-api-key': vault.adminKey } });
    expect(answer.status).toBe(200);
    const stopped = vault.stop('SIGTERM');
    expect(await answer.text()).toContain('event: connected');
    expect(await stopped).toBe(0);
  });
});

describe('a vault that cannot start says why', () => {
  const options = { port: 0, log: { write() {} } };

  it('when another one uses the directory', async () => {
    const first = await startVaultProcess(directory);
    const second = await startVaultProcess(directory);
    expect(second.line).toMatch(/^OperatorError: Another vault uses the data directory .*Stop it/);
    await first.stop('SIGKILL');
    const third = await startVaultProcess(directory);
    expect(third.line).toMatch(/^http/);
    await third.stop('SIGTERM');
  });

  it('when the port is in use', async () => {
    const first = await serve({ ...options, dataDir: directory });
    const port = Number(new URL(first.url).port);
    const second = serve({ ...options, dataDir: join(directory, 'other'), port });
    await expect(second).rejects.toThrow(`Port ${String(port)} on 127.0.0.1 is in use.`);
    await first.close();
  });

  it.each(['0.0.0.0', '192.168.1.5', 'vault.example', '::'])('when told to listen on %s', async (host) => {
    await expect(serve({ ...options, dataDir: directory, host })).rejects.toThrow('plain HTTP');
  });

  it.each([
    ['one of two TLS files', { tlsCert: 'x.pem' }, 'TLS needs both files'],
    ['a file that is not there', { tlsCert: '/none.pem', tlsKey: '/none.pem' }, 'cannot be read'],
    ['a network that is none', { proxies: ['example.com'] }, 'is not a network'],
    ['another database', { database: 'mysql://x:not-a-real-password@h/d' }, 'must be a PostgreSQL address'],
    [
      'a database that is away',
      { database: 'postgres://u:not-a-real-password@127.0.0.1:1/d' },
      'its address',
    ],
  ])('when given %s', async (_what, wrong, sentence) => {
    const started = serve({ ...options, dataDir: directory, ...wrong });
    await expect(started).rejects.toThrow(sentence);
    await expect(started).rejects.not.toThrow('not-a-real');
  });

  it('when the database file is not a database', async () => {
    await (await serve({ ...options, dataDir: directory })).close();
    writeFileSync(join(directory, 'vault.db'), 'rubbish '.repeat(1000));
    await expect(serve({ ...options, dataDir: directory })).rejects.toThrow('cannot be opened');
  });
});
