import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningVault, serve } from '../../vault/main.ts';
import { startFakeTransit } from './support/fake-transit.ts';

let directory: string;
let log: string;
let vault: RunningVault | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-sealed-'));
  log = '';
});
afterEach(async () => {
  await vault?.close();
  rmSync(directory, { recursive: true, force: true });
});

async function start(rootKey?: string): Promise<RunningVault> {
  await vault?.close();
  const write = (line: string) => {
    log += line;
  };
  vault = await serve({
    dataDir: directory,
    port: 0,
    handleSignals: false,
    log: { write },
    ...(rootKey === undefined ? {} : { rootKey }),
  });
  return vault;
}

async function ask(path: string, key?: string): Promise<{ status: number; text: string }> {
  const headers = key === undefined ? {} : { 'x-api-key': key };
  const answer = await fetch(`${vault?.url ?? ''}${path}`, { headers });
  return { status: answer.status, text: await answer.text() };
}

async function untilOpen(): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
    if ((await ask('/healthz')).text === '{"status":"ok"}') return;
  }
  throw new Error('The vault did not open by itself');
}

const adminKey = () => readFileSync(join(directory, 'admin.key'), 'utf8').trim();

describe('a vault without its root key starts sealed', () => {
  const rootPath = () => join(directory, 'root.key');
  const damage: Record<string, [change: () => void, missing: string, sentence: string]> = {
    'the file is gone': [() => rmSync(rootPath()), 'root key is missing', 'Restore it from'],
    'others can read the file': [
      () => chmodSync(rootPath(), 0o644),
      'is not allowed to use',
      'Run: chmod 600',
    ],
    'the file is not a key': [
      () => writeFileSync(rootPath(), 'rubbish'),
      'root key is missing',
      'is not a root key',
    ],
    'the key is another one': [
      () => writeFileSync(rootPath(), `ags-root-1:${Buffer.alloc(32, 1).toString('base64')}`),
      'does not belong to this database',
      'does not match',
    ],
  };

  it.each(Object.entries(damage))(
    'when %s, and opens by itself',
    async (_what, [change, missing, sentence]) => {
      await start();
      const key = readFileSync(rootPath(), 'utf8');
      change();
      const sealed = await start();

      const health = await ask('/healthz');
      expect(health.status).toBe(200);
      expect(health.text).toContain('"status":"sealed"');
      expect(health.text).toContain(missing);
      for (const path of ['/readyz', '/v1/me', '/v1/events', '/v1/nowhere']) {
        const refused = await ask(path, adminKey());
        expect(refused.status, path).toBe(503);
        expect(refused.text, path).toContain('"code":"Sealed"');
        expect(refused.text).not.toContain(directory);
      }
      expect(health.text).not.toContain(directory);
      expect(sealed.sealed()).toContain(sentence);
      expect(log).toContain(sentence);

      chmodSync(directory, 0o700);
      rmSync(rootPath(), { force: true });
      writeFileSync(rootPath(), key, { mode: 0o600 });
      await untilOpen();
      expect(await ask('/v1/me', adminKey())).toMatchObject({ status: 200 });
      expect(sealed.sealed()).toBeUndefined();
    },
  );

  it('when its key service is unreachable, even at the very first start', async () => {
    const transit = await startFakeTransit();
    const tokenPath = join(directory, 'token');
    writeFileSync(tokenPath, 'not-a-real-token\n');
    const setting = `transit:${transit.url}/agents?token=file:${tokenPath}`;
    try {
      transit.answerWith(503, '{}');
      await start(setting);
      expect((await ask('/healthz')).text).toContain('does not respond');
      expect((await ask('/healthz')).text).not.toContain(transit.url);
      transit.reset();
      await untilOpen();
      expect(await ask('/v1/me', adminKey())).toMatchObject({ status: 200 });

      transit.answerWith(503, '{}');
      expect(await ask('/v1/me', adminKey()), 'an open vault needs no key service').toMatchObject({
        status: 200,
      });
    } finally {
      transit.stop();
    }
  });

  it('rejects an invalid setting', async () => {
    await expect(start('root.key')).rejects.toThrow('Set the root key as one of');
  });
});
