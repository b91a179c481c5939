import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeDataDirectory } from '../../../vault/setup/data-directory.ts';
import { appendEntry } from '../../../vault/domain/audit/audit.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';

const accountId = 'acc_busy';
const atOnce = 1_000;

/** Creates a vault whose audit log has so many entries; returns its account and the key of its admin. */
export async function makeBusyLog(dataDir: string, entries: number) {
  const directory = takeDataDirectory(dataDir);
  const storage = openSqliteStorage(directory.databasePath);
  try {
    const vault = await openVault({
      storage,
      rootKey: directory.rootKey,
      now: () => new Date(),
      newId: (prefix) => `${prefix}_${randomBytes(16).toString('hex')}`,
      account: { id: accountId, name: 'Busy' },
      keepAdminKey: (key) => directory.keepAdminKey(key),
    });
    const actor = { accountId, actorId: 'tok_1', actorRole: 'agent', requestId: 'busy' } as const;
    const subject = { action: 'value.read', agentId: 'A', secretName: 'x', version: 1 } as const;
    for (let written = 0; written < entries; written += atOnce) {
      await vault.storage.transact(async (tx) => {
        for (let count = 0; count < atOnce; count += 1)
          await appendEntry(vault, tx, actor, subject, undefined);
      });
    }
    return { accountId, adminKey: readFileSync(join(dataDir, 'admin.key'), 'utf8').trim() };
  } finally {
    await storage.close();
    directory.release();
  }
}
