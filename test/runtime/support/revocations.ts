import type { ClientProcess } from './client-process.ts';
import type { RuntimeVault } from './runtime-vault.ts';

/**
 * The number of reads that succeeded although their revoke was acknowledged before; a grant makes each a real
 * test.
 */
export async function countStaleReads(
  vault: RuntimeVault,
  client: ClientProcess,
  pairs: number,
): Promise<{ readonly pairs: number; readonly stale: number }> {
  await vault.addSecret('revoked_often', 'not-a-real-key');
  let stale = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    await vault.revoke('revoked_often');
    const { error } = await client.read('revoked_often');
    if (error?.type !== 'MissingAccess') stale += 1;
    await vault.grant('revoked_often');
    const { value } = await client.read('revoked_often');
    if (value === undefined) throw new Error('A granted secret was not read: the count would prove nothing.');
  }
  return { pairs, stale };
}
