import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { actorOf } from '../../../vault/domain/audit/audit.ts';
import { authenticate } from '../../../vault/domain/authentication/authenticate.ts';
import { tryUnseal } from '../../../vault/domain/open-vault.ts';
import { openKeys, wrappedKeys } from '../../../vault/domain/context/read-keys.ts';
import { sealVault } from '../../../vault/domain/keys/operator-decisions.ts';
import { retryOpening } from '../../../vault/background/retry-opening.ts';
import { clockAndIds } from '../../../vault/setup/open-storage.ts';
import { openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('one', 'not-a-real-key', ['A']);
});
afterEach(() => test.close());

it('an operator seals the vault: from then on it returns nothing, and the log says who did it', async () => {
  const key = await test.issue('agent', { agentId: 'A' });
  expect((await test.send({ url: valueUrl('A', 'one'), key })).status).toBe(200);
  await sealVault(test.vault, actorOf(await authenticate(test.vault, test.adminKey, 'request-1')));

  expect(await test.send({ url: valueUrl('A', 'one'), key })).toMatchObject({
    status: 503,
    json: {
      code: 'Sealed',
      detail: 'The vault is sealed. An operator sealed the vault. It opens when it is restarted.',
    },
  });
  expect(await test.send({ url: '/healthz' })).toMatchObject({ status: 200, json: { status: 'sealed' } });
  expect(await test.send({ url: '/readyz' })).toMatchObject({ status: 503, json: { code: 'Sealed' } });
  for (const url of ['/metrics', '/openapi.json', '/v1/sign-in']) {
    expect(await test.app.inject({ url })).toMatchObject({ statusCode: 200 });
  }
  expect((await test.vault.storage.auditAfter(0, 1000)).at(-1)).toMatchObject({
    action: 'vault.seal',
    actorRole: 'admin',
    requestId: 'request-1',
  });
});

it('seals even when the audit entry cannot be written, and says so', async () => {
  const caller = await authenticate(test.vault, test.adminKey, 'request-1');
  const storage = { ...test.vault.storage, transact: () => Promise.reject(new Error('disk full')) };
  await expect(sealVault({ ...test.vault, storage }, actorOf(caller))).rejects.toThrow('disk full');
  expect(test.vault.seal.reason).toBe('operator');
});

it('a vault sealed by an operator stays sealed, also when a missing root key arrives', async () => {
  const { vault } = test;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const opening = { ...clockAndIds, storage: vault.storage, rootKey: vault.seal.rootKey };
  const options = { ...opening, account: { id: undefined, name: '' }, keepAdminKey: () => undefined };
  vault.seal.seal('missing');
  const stop = retryOpening(vault, options, { info: () => undefined, warn: () => undefined });
  try {
    vault.seal.seal('operator');
    await vi.advanceTimersByTimeAsync(120_000);
    await tryUnseal(vault, options).catch(() => undefined);
    expect(vault.seal.reason).toBe('operator');
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    stop();
    vi.useRealTimers();
  }
});

it('keys that were being opened while an operator sealed the vault are not used', async () => {
  const { storage, seal } = test.vault;
  const keyring = await openKeys(await wrappedKeys(storage), seal.rootKey);
  seal.seal('operator');
  seal.unseal(keyring, 'late');
  expect(seal.reason).toBe('operator');
  seal.seal('missing');
  expect(seal.reason).toBe('operator');
});
