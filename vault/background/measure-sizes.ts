import { statfs } from 'node:fs/promises';
import { expiringCredentials } from '../domain/people/expiring-credentials.ts';
import type { Vault } from '../domain/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 60_000;

/** How much the vault holds, as it was measured last; what could not be measured yet is missing. */
export interface Sizes {
  /** The number of the newest audit entry, of all processes of the vault. */
  readonly auditEntries?: number;
  readonly secrets?: number;
  readonly databaseBytes?: number;
  /** Of the disk with the data directory. */
  readonly diskBytes?: number;
  readonly diskFreeBytes?: number;
  /** Keys of admins that end within 30 days; no more than 100 are counted. */
  readonly expiringKeys?: number;
}

/**
 * Measures how much the vault holds and how much room its disk has: now, and every minute, so that no one
 * who asks for figures waits for the database.
 */
export function measureSizes(
  { storage, now }: Pick<Vault, 'now' | 'storage'>,
  dataDir: string,
): { readonly sizes: () => Sizes; readonly stop: () => Promise<void> } {
  let sizes: Sizes = {};
  const measure = async (part: () => Promise<Sizes>): Promise<void> => {
    try {
      sizes = { ...sizes, ...(await part()) };
    } catch {
      // The last figures stay; that the storage does not answer is a figure of its own.
    }
  };
  const measuring = repeat(everyMilliseconds, async () => {
    await measure(() => sizesOfDisk(dataDir));
    await measure(() => sizesOfStorage(storage));
    await measure(async () => {
      const expiring = await storage.look((view) => expiringCredentials(view, now()));
      return { expiringKeys: expiring.length };
    });
  });
  measuring.next();
  return { sizes: () => sizes, stop: measuring.stop };
}

async function sizesOfDisk(dataDir: string): Promise<Sizes> {
  const { bsize, blocks, bavail } = await statfs(dataDir);
  return { diskBytes: bsize * blocks, diskFreeBytes: bsize * bavail };
}

async function sizesOfStorage(storage: Vault['storage']): Promise<Sizes> {
  return storage.look(async (view) => {
    const { entries, secrets } = await view.figures();
    return { auditEntries: entries, secrets, databaseBytes: await view.databaseBytes() };
  });
}
