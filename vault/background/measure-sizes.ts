import { statfs } from 'node:fs/promises';
import { daysOfWarning, expiringCredentials } from '../domain/people/expiring-credentials.ts';
import { dateAfter } from '../domain/secrets/upkeep.ts';
import type { Vault } from '../domain/context/vault.ts';
import { repeat } from './repeat.ts';

const everyMilliseconds = 60_000;

/** The latest measured sizes of the vault; those never measured are absent. */
export interface Sizes {
  /** The number of the newest audit entry across all processes of the vault. */
  readonly auditEntries?: number;
  readonly secrets?: number;
  readonly databaseBytes?: number;
  /** Free space on the disk that contains the data directory. */
  readonly diskBytes?: number;
  readonly diskFreeBytes?: number;
  /** Admin keys that expire within 30 days; at most 100 are counted. */
  readonly expiringKeys?: number;
  /** Secrets that have expired or whose rotation is overdue. */
  readonly overdueSecrets?: number;
  /** Secrets that expire or are due for rotation within 30 days; includes overdue ones. */
  readonly dueSecrets?: number;
}

/**
 * Measures the size of the vault and the free space on its disk, now and every minute, so that a request for
 * metrics never waits for the database.
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
      // Keep the last measurements: a separate metric reports that storage is down.
    }
  };
  const measuring = repeat(everyMilliseconds, async () => {
    await measure(() => sizesOfDisk(dataDir));
    await measure(() => sizesOfStorage(storage));
    await measure(async () => {
      const expiring = await storage.look((view) => expiringCredentials(view, now()));
      return { expiringKeys: expiring.length };
    });
    await measure(() =>
      storage.look(async (view) => {
        const today = now().toISOString();
        return {
          overdueSecrets: await view.countDue(dateAfter(today, 1)),
          dueSecrets: await view.countDue(dateAfter(today, daysOfWarning + 1)),
        };
      }),
    );
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
