import { RecentTokens } from '../domain/context/recent-tokens.ts';
import { existsSync } from 'node:fs';
import type { RootKey } from '../crypto/index.ts';
import { pathsIn } from '../setup/data-directory.ts';
import { rootKeyBeside } from '../setup/directory-root-key.ts';
import { fingerprint, openKeys, wrappedKeys } from '../domain/context/read-keys.ts';
import { TrustedClock } from '../domain/context/trusted-clock.ts';
import { VaultSeal } from '../domain/context/seal.ts';
import { defaultTokenDays } from '../domain/context/token-days.ts';
import { CountedRefusals } from '../domain/context/counted-refusals.ts';
import { TokenUses } from '../domain/context/token-uses.ts';
import type { Vault } from '../domain/context/vault.ts';
import { OperatorError } from '../errors/errors.ts';
import { clockAndIds } from '../setup/open-storage.ts';
import { openPostgresStorage } from '../storage/postgres/index.ts';
import { openSqliteReadOnly } from '../storage/sqlite/read-only.ts';
import { type Storage, StorageError } from '../storage/storage.ts';
import type { MovableStorage } from '../storage/stored-rows.ts';
import type { OperatorTarget } from './target.ts';

/** Opens the storage of a vault that may be running, for reading. @throws OperatorError */
export async function openStorageBeside({ dataDir, database }: OperatorTarget): Promise<MovableStorage> {
  const { databasePath } = pathsIn(dataDir);
  if (database !== undefined) {
    return explained('The PostgreSQL database', () => openPostgresStorage(database, { migrating: false }));
  }
  requireVault(dataDir);
  return openCopy(databasePath);
}

/** Opens a database file for reading. @throws OperatorError */
export async function openCopy(path: string): Promise<MovableStorage> {
  return explained(`The database ${path}`, async () => openSqliteReadOnly(path));
}

/** @throws OperatorError if the folder contains no vault */
export function requireVault(dataDir: string): void {
  if (existsSync(pathsIn(dataDir).databasePath)) return;
  throw new OperatorError(
    `There is no vault in ${dataDir}. Create one with: agent-secrets vault init --data ${dataDir}`,
  );
}

/**
 * Opens a vault with its keys, even if it is also running elsewhere.
 * @throws RootKeyUnavailable, WrongRootKey
 */
export async function unlock(storage: Storage, rootKey: RootKey): Promise<Vault> {
  const seal = new VaultSeal(rootKey);
  const counters = { uses: new TokenUses(), recent: new RecentTokens(), refusals: new CountedRefusals() };
  const wrapped = await wrappedKeys(storage);
  seal.unseal(await openKeys(wrapped, rootKey), fingerprint(wrapped));
  const clock = new TrustedClock(clockAndIds.now);
  const { keyring } = seal;
  return { storage, ...clockAndIds, clock, tokenDays: defaultTokenDays, keyring, seal, ...counters };
}

/** Runs `work` with the keys of a vault that may be running, then closes what it opened. */
export async function besideVault<T>(target: OperatorTarget, work: (vault: Vault) => Promise<T>): Promise<T> {
  const storage = await openStorageBeside(target);
  try {
    return await work(await unlock(storage, rootKeyBeside(target.dataDir, target.rootKey)));
  } finally {
    await storage.close();
  }
}

async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new OperatorError(`${what} cannot be read: ${error.message}.`, { cause: error });
  }
}
