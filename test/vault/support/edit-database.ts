import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RootKey } from '../../../vault/crypto/index.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { rootKeyOfSetting } from '../../../vault/root-keys/index.ts';
import type { Storage } from '../../../vault/storage/storage.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { spreadAudit } from './spread-audit.ts';

/**
 * Runs SQL like an attacker who has the database file but no key. Every audit log entry has its own row in
 * `audit`.
 */
export function editDatabase(directory: string, statements: string): void {
  const database = new Database(join(directory, 'vault.db'));
  try {
    database.pragma('foreign_keys = OFF');
    if (/\baudit\b/.test(statements)) spreadAudit(database);
    database.exec(statements);
  } finally {
    database.close();
  }
}

/** Returns the existing root key in a directory. */
export function rootKeyIn(directory: string): RootKey {
  return rootKeyOfSetting(`file:${join(directory, 'root.key')}`, { create: false });
}

/** Opens the vault in a directory that is no longer in use, as after a restart. */
export function reopenVault(directory: string): Promise<Vault> {
  return openVaultOn(openSqliteStorage(join(directory, 'vault.db')), rootKeyIn(directory));
}

/** Opens a vault with its own keys in memory, like another process on the same storage. */
export function openVaultOn(storage: Storage, rootKey: RootKey): Promise<Vault> {
  let ids = 0;
  return openVault({
    storage,
    rootKey,
    now: () => new Date('2026-01-02T00:00:00Z'),
    newId: (prefix) => `${prefix}_again_${String((ids += 1))}`,
    account: { id: undefined, name: 'Test' },
    keepAdminKey: () => {},
  });
}
