import { expect, it } from 'vitest';
import { openTestVault } from '../support/test-vault.ts';

it('a vault that stops ends its streams, and begins none that would delay it', async () => {
  const test = await openTestVault();
  const { storage } = test.vault;
  const url = `${await test.app.listen({ port: 0 })}/v1/events`;
  const headers = { authorization: `Bearer ${test.adminKey}` };
  const open = await fetch(url, { headers });
  const closing: Promise<void>[] = [];
  // The vault begins to stop while a stream is about to begin.
  storage.lastEventSeq = async () => {
    closing.push(test.close());
    await new Promise((resolve) => setImmediate(resolve));
    return 0;
  };
  const late = await fetch(url, { headers });
  expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await open.text()).toContain('connected');
  await Promise.all(closing);
});
