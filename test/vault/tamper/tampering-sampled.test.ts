import { expect, it } from 'vitest';
import { attempts } from './attacks.ts';
import { openTamperedVault } from './tampered-vault.ts';

const step = 37;

it('detects every attack on its database, and continues to answer', async () => {
  const vault = await openTamperedVault();
  const missed: string[] = [];
  const tried = new Map<string, number>();
  for await (const { attack, where, noticed } of attempts(vault, step)) {
    tried.set(attack, (tried.get(attack) ?? 0) + 1);
    if (!noticed) missed.push(`${attack}: ${where}`);
  }
  expect(missed).toEqual([]);
  expect(tried.size).toBe(56);
  await vault.close();
});
