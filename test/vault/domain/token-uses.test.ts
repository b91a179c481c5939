import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TokenUses } from '../../../vault/domain/context/token-uses.ts';
import { type Storage, StorageError } from '../../../vault/storage/storage.ts';
import { newToken } from '../storage/records.ts';
import { openMemoryStorage } from '../support/memory/index.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

const hour = 3_600_000;
const tokens = '/v1/accounts/acc_test/tokens';

async function usesOfAdmin(): Promise<unknown> {
  await test.vault.uses.write(test.vault.storage);
  const { json } = await test.send({ url: tokens, key: test.adminKey });
  return (json as { tokens: { lastUsedAt?: string }[] }).tokens[0]?.lastUsedAt;
}

describe('the last use of a token', () => {
  it('is shown to the hour', async () => {
    test.advance(90 * 60_000);
    await test.send({ url: '/v1/me', key: test.adminKey });
    expect(await usesOfAdmin()).toBe('2026-01-01T01:00:00.000Z');
    test.advance(3 * hour);
    await test.send({ url: '/v1/me', key: test.adminKey });
    expect(await usesOfAdmin()).toBe('2026-01-01T04:00:00.000Z');
  });

  it('is not changed by a token that is no longer valid', async () => {
    const key = await test.issue('author');
    test.advance(48 * hour);
    expect(await test.send({ url: '/v1/me', key })).toMatchObject({ status: 401 });
    await test.vault.uses.write(test.vault.storage);
    const page = { after: undefined, limit: 10 };
    const found = await test.vault.storage.look((view) => view.listTokens('acc_test', page));
    expect(found.find(({ role }) => role === 'author')).toMatchObject({ lastUsedAt: null });
  });

  it('is written once an hour, however often the token is used', async () => {
    const storage = openMemoryStorage();
    await storage.transact((tx) => tx.insertToken(newToken()));
    const uses = new TokenUses();
    let writes = 0;
    const counting: Pick<Storage, 'transact'> = {
      transact: (work) => {
        writes += 1;
        return storage.transact(work);
      },
    };
    for (const at of [hour, hour + 1, 2 * hour - 1]) {
      uses.note('t', at);
      await uses.write(counting);
    }
    expect(writes).toBe(1);
    uses.note('t', 2 * hour);
    await uses.write(counting);
    expect(writes).toBe(2);
  });

  it('is written however many tokens are used', async () => {
    const storage = openMemoryStorage();
    await storage.transact((tx) => tx.insertToken(newToken()));
    const uses = new TokenUses();
    for (let count = 0; count < 200_000; count += 1) uses.note(String(count), hour);
    uses.note('t', hour);
    await uses.write(storage);
    const found = await storage.look((view) => view.findTokenById('a', 't'));
    expect(found?.lastUsedAt).toBe('1970-01-01T01:00:00.000Z');
  });

  it('is written later when the storage does not answer', async () => {
    const storage = openMemoryStorage();
    await storage.transact((tx) => tx.insertToken(newToken()));
    const uses = new TokenUses();
    const broken = { transact: () => Promise.reject(new StorageError('not now')) };
    uses.note('t', hour);
    await expect(uses.write(broken)).rejects.toThrow('not now');
    await uses.write(storage);
    const found = await storage.look((view) => view.findTokenById('a', 't'));
    expect(found?.lastUsedAt).toBe('1970-01-01T01:00:00.000Z');
  });
});
