import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

  it('runs, but is not ready, and tells no stranger why', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, json: { status: 'ok' } });
    const ready = await ask('/readyz');
    expect(ready).toMatchObject({ status: 503, json: { code: 'Unavailable' } });
    expect(ready.headers['retry-after']).toBe('1');
    expect(ready.text).not.toContain('canary');
  });
});

describe('a vault that is sealed', () => {
  it('runs, but is not ready, and says what is missing', async () => {
    expect(await ask('/readyz')).toMatchObject({ status: 200, json: { status: 'ok' } });
    test.vault.seal.seal('away');
    expect(await ask('/healthz')).toMatchObject({ status: 200, json: { status: 'sealed' } });
    expect(await ask('/readyz')).toMatchObject({ status: 503, json: { code: 'Sealed' } });
  });
});
