import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
});
afterAll(() => test.close());

it('a failing listener makes no durable change look undone, and does not affect the others', async () => {
  let told = 0;
  const ends = [
    test.vault.storage.onEvents(() => {
      throw new Error('a listener that fails');
    }),
    test.vault.storage.onEvents(() => {
      told += 1;
    }),
  ];
  await test.addAgents('A');
  for (const end of ends) end();
  expect(told).toBe(1);
});
