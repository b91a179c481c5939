import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { actorOf } from '../../../vault/domain/audit/audit.ts';
import { authenticate } from '../../../vault/domain/authentication/authenticate.ts';
import { rootKeyOf, RootKeyUnavailable } from '../../../vault/crypto/root-key.ts';
import { openVault, tryUnseal } from '../../../vault/domain/open-vault.ts';
import { openKeys, wrappedKeys } from '../../../vault/domain/context/read-keys.ts';
import { sealVault } from '../../../vault/domain/keys/operator-decisions.ts';
import { retryOpening } from '../../../vault/background/retry-opening.ts';
import { clockAndIds } from '../../../vault/setup/open-storage.ts';
import { openMemoryStorage } from '../support/memory/index.ts';
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

describe('a new vault whose root key comes late', () => {
  const lateRootKey = () => {
    const real = rootKeyOf(Buffer.alloc(32, 7));
    let isThere = false;
    const away = () => Promise.reject(new RootKeyUnavailable('away', 'The key service does not answer.'));
    return {
      arrive: () => {
        isThere = true;
      },
      wrap: (key: Buffer, label: string) => (isThere ? real.wrap(key, label) : away()),
      unwrap: (wrapped: Buffer, label: string) => (isThere ? real.unwrap(wrapped, label) : away()),
    };
  };
  const optionsWith = (rootKey: ReturnType<typeof lateRootKey>, keepAdminKey: () => void) => ({
    ...clockAndIds,
    storage: openMemoryStorage(),
    rootKey,
    account: { id: undefined, name: '' },
    keepAdminKey,
  });

  it('stays sealed until its account and its admin key exist', async () => {
    const rootKey = lateRootKey();
    const seen: unknown[] = [];
    const options = optionsWith(rootKey, () => {
      seen.push(vault.seal.reason, vault.seal.sentence);
      expect(() => vault.seal.requireOpen()).toThrow('sealed');
    });
    const vault = await openVault(options);
    rootKey.arrive();
    await tryUnseal(vault, options);
    expect(seen).toEqual(['away', 'The key service does not answer.']);
    expect(vault.seal.reason).toBeUndefined();
  });

  it('stays sealed if the admin key cannot be stored, and opens once it can', async () => {
    const rootKey = lateRootKey();
    let isFull = true;
    const options = optionsWith(rootKey, () => {
      if (isFull) throw new Error('disk full');
    });
    const vault = await openVault(options);
    rootKey.arrive();
    await expect(tryUnseal(vault, options)).rejects.toThrow('disk full');
    expect(vault.seal.reason).toBe('away');
    expect(() => vault.keyring.term).toThrow('sealed');
    isFull = false;
    await tryUnseal(vault, options);
    expect(vault.seal.reason).toBeUndefined();
    expect(await vault.storage.look((view) => view.firstAccount())).toBeDefined();
  });

  it('stays sealed if an operator seals it while it opens', async () => {
    const rootKey = lateRootKey();
    const options = optionsWith(rootKey, () => vault.seal.seal('operator'));
    const vault = await openVault(options);
    rootKey.arrive();
    await tryUnseal(vault, options).catch(() => undefined);
    expect(vault.seal.reason).toBe('operator');
    expect(() => vault.keyring.term).toThrow('sealed');
  });
});
