import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { StorageError } from '../../../vault/storage/storage.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

const ask = (url: string) => test.send({ url });

describe('a vault whose storage does not answer', () => {
  beforeEach(() => {
    test.vault.storage.ping = () => Promise.reject(new StorageError('/canary/path is away'));
  });

  it('is alive, but not ready, and does not tell strangers why', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, json: { status: 'ok' } });
    const ready = await ask('/readyz');
    expect(ready).toMatchObject({ status: 503, json: { code: 'Unavailable' } });
    expect(ready.headers['retry-after']).toBe('1');
    expect(ready.text).not.toContain('canary');
  });
});

describe('a vault that is sealed', () => {
  it('is alive, but not ready, and says what is missing', async () => {
    expect(await ask('/readyz')).toMatchObject({ status: 200, json: { status: 'ok' } });
    test.vault.seal.seal('away');
    expect(await ask('/healthz')).toMatchObject({ status: 200, json: { status: 'sealed' } });
    expect(await ask('/readyz')).toMatchObject({ status: 503, json: { code: 'Sealed' } });
  });
});

describe('a route without a key', () => {
  const from = async (url: string, remoteAddress: string) =>
    (await test.app.inject({ url, remoteAddress, headers: { host: 'localhost' } })).statusCode;

  it.each(['/healthz', '/openapi.json', '/readyz', '/nowhere'])(
    '%s is rate limited per address, and continues for others',
    async (url) => {
      // On a slow machine, the limit would recover between the requests.
      const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
      onTestFinished(() => clock.mockRestore());
      const statuses = new Set<number>();
      for (let count = 0; count < 400; count += 1) statuses.add(await from(url, '192.0.2.1'));
      expect(statuses).toContain(429);
      expect(await from(url, '192.0.2.2')).not.toBe(429);
      expect(await from(url, '127.0.0.1')).not.toBe(429);
    },
  );

  it('queries the storage once for all readiness probes', async () => {
    let asked = 0;
    test.vault.storage.ping = async () => {
      asked += 1;
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    };
    const all = await Promise.all(Array.from({ length: 50 }, () => ask('/readyz')));
    expect(all.every(({ status }) => status === 200)).toBe(true);
    expect(asked).toBeLessThan(10);
  });

  it('is generated once: the API document is the same text for all', async () => {
    const first = await ask('/openapi.json');
    expect(first).toMatchObject({ status: 200, json: { openapi: '3.1.0' } });
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    expect((await ask('/openapi.json')).text).toBe(first.text);
  });
});
