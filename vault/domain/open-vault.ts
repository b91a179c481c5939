import { randomBytes } from 'node:crypto';
import { type RootKey, RootKeyUnavailable } from '../crypto/index.ts';
import type { KeyRecord } from '../storage/records.ts';
import type { Storage } from '../storage/storage.ts';
import type { CheckpointSink } from './audit/checkpoints.ts';
import { fingerprint, keyLabel, openKeys, wrappedKeys, WrongRootKey } from './context/read-keys.ts';
import { refuseRollback, RolledBack, sealWhenBack } from './audit/rollback.ts';
import { VaultSeal } from './context/seal.ts';
import { makeAccount } from './people/first-admin.ts';
import { sealFirstRevisions, sealFirstVersions } from './integrity/first-secrets.ts';
import { recordFirstEnds } from './integrity/first-ends.ts';
import { sealFirstRows } from './integrity/first-rows.ts';
import type { TokenDays } from './context/token-days.ts';
import { createVault, type Vault } from './context/vault.ts';

export interface OpenOptions {
  readonly storage: Storage;
  readonly rootKey: RootKey;
  readonly now: () => Date;
  /** How many milliseconds the process has run; uses the system's monotonic clock if absent. */
  readonly monotonic?: () => number;
  readonly newId: (prefix: string) => string;
  /** Maximum lifetime of new tokens; {@link defaultTokenDays} if absent. */
  readonly tokenDays?: TokenDays;
  /** Used on the first start only. */
  readonly account: { readonly id: string | undefined; readonly name: string };
  /**
   * Where signed checkpoints of the audit log are stored, outside the database; a vault whose database is
   * older stays sealed.
   */
  readonly checkpoints?: CheckpointSink;
  /** Stores the first admin's key where its owner can find it; called before anything depends on it. */
  readonly keepAdminKey: (key: string) => void;
}

/**
 * Opens a vault; the first time, creates its keys, the account and its admin. If the root key is unavailable,
 * the vault is sealed until {@link tryUnseal} opens it.
 */
export async function openVault(options: OpenOptions): Promise<Vault> {
  const vault = createVault({ ...options, seal: new VaultSeal(options.rootKey) });
  sealWhenBack(vault, options.checkpoints);
  await tryUnseal(vault, options);
  return vault;
}

/** Opens the vault, or leaves it sealed and records the reason in its {@link VaultSeal}. */
export async function tryUnseal(vault: Vault, options: OpenOptions): Promise<void> {
  try {
    await vault.clock.begin(vault.storage);
    await makeKeysOnce(options);
    const wrapped = await wrappedKeys(vault.storage);
    const keyring = await openKeys(wrapped, vault.seal.rootKey);
    if (options.checkpoints) await refuseRollback(vault.storage, keyring, options.checkpoints);
    await vault.seal.unsealAfter(keyring, fingerprint(wrapped), () => prepare(vault, options));
  } catch (error) {
    if (error instanceof RootKeyUnavailable) vault.seal.seal(error.problem, error.message);
    else if (error instanceof WrongRootKey) vault.seal.seal('wrong', error.message);
    else if (error instanceof RolledBack) vault.seal.seal('rollback', error.message);
    else throw error;
  }
}

/** Completes the account and the rows of a new or migrated vault; only then can requests use it. */
async function prepare(vault: Vault, options: OpenOptions): Promise<void> {
  await vault.clock.check(vault.storage);
  await makeAccountOnce(vault, options);
  await sealFirstRevisions(vault);
  await sealFirstRows(vault);
  await sealFirstVersions(vault);
  await recordFirstEnds(vault);
}

/**
 * Processes take turns, so that only the first one creates keys; a root key created by another process would
 * open nothing.
 */
async function makeKeysOnce(options: OpenOptions): Promise<void> {
  const { storage } = options;
  const isMade = async () => (await storage.transact((tx) => tx.vaultId())) !== undefined;
  if (await isMade()) return;
  await storage.inTurn(async () => {
    if (!(await isMade())) await makeKeys(options);
  });
}

async function makeKeys({ storage, rootKey, now, newId }: OpenOptions): Promise<void> {
  const vaultId = newId('vlt');
  const createdAt = now().toISOString();
  const wrap = async (purpose: KeyRecord['purpose'], term: number) => {
    const wrapped = await rootKey.wrap(randomBytes(32), keyLabel(vaultId, { purpose, term }));
    return { purpose, term, wrapped, createdAt, state: 'active' } as const;
  };
  const keys = [await wrap('seed', 0), await wrap('term', 1)];
  await storage.transact(async (tx) => {
    await tx.setVaultId(vaultId);
    for (const key of keys) await tx.insertKey(key);
  });
}

/** Processes take turns, so that only one stores an admin key, and that key is valid. */
async function makeAccountOnce(vault: Vault, options: OpenOptions): Promise<void> {
  const { storage } = vault;
  const isMade = async () => (await storage.transact((tx) => tx.firstAccount())) !== undefined;
  if (await isMade()) return;
  await storage.inTurn(async () => {
    if (await isMade()) return;
    const { id = vault.newId('acc'), name } = options.account;
    const actor = { actorId: 'vault', actorRole: 'vault', requestId: 'start' } as const;
    await makeAccount(vault, { id, name }, actor, (_id, key) => options.keepAdminKey(key));
  });
}
