import { RecentTokens } from './context/recent-tokens.ts';
import { randomBytes } from 'node:crypto';
import { type RootKey, RootKeyUnavailable } from '../crypto/index.ts';
import type { KeyRecord } from '../storage/records.ts';
import type { Storage } from '../storage/storage.ts';
import type { CheckpointSink } from './audit/checkpoints.ts';
import { fingerprint, keyLabel, openKeys, wrappedKeys, WrongRootKey } from './context/read-keys.ts';
import { refuseRollback, RolledBack, sealWhenBack } from './audit/rollback.ts';
import { TrustedClock } from './context/trusted-clock.ts';
import { VaultSeal } from './context/seal.ts';
import { makeAccount } from './people/make-account.ts';
import { sealFirstRevisions } from './integrity/first-revisions.ts';
import { recordFirstEnds } from './integrity/first-ends.ts';
import { sealFirstVersions } from './integrity/first-versions.ts';
import { sealFirstRows } from './integrity/first-rows.ts';
import { CountedRefusals } from './context/counted-refusals.ts';
import { TokenUses } from './context/token-uses.ts';
import { defaultTokenDays, type TokenDays } from './context/token-days.ts';
import type { Vault } from './context/vault.ts';

export interface OpenOptions {
  readonly storage: Storage;
  readonly rootKey: RootKey;
  readonly now: () => Date;
  /** Milliseconds that the process has run; the system's monotonic clock if absent. */
  readonly monotonic?: () => number;
  readonly newId: (prefix: string) => string;
  /** Maximum lifetime of new tokens; {@link defaultTokenDays} if absent. */
  readonly tokenDays?: TokenDays;
  /** Used on the first start only. */
  readonly account: { readonly id: string | undefined; readonly name: string };
  /**
   * Signed checkpoints of the audit log, stored outside of the database: a database that is older stays
   * sealed.
   */
  readonly checkpoints?: CheckpointSink;
  /** Stores the first admin's key where its owner finds it; called before anything depends on it. */
  readonly keepAdminKey: (key: string) => void;
}

/**
 * Opens a vault; the first time, creates keys, the account and its admin. Without its root key the vault is
 * sealed: {@link tryUnseal} opens it once the key is available.
 */
export async function openVault(options: OpenOptions): Promise<Vault> {
  const { storage, rootKey, now, monotonic, newId, tokenDays = defaultTokenDays } = options;
  const seal = new VaultSeal(rootKey);
  const vault = {
    storage,
    now,
    clock: new TrustedClock(now, monotonic),
    newId,
    tokenDays,
    keyring: seal.keyring,
    seal,
    uses: new TokenUses(),
    recent: new RecentTokens(),
    refusals: new CountedRefusals(),
  };
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
    vault.seal.unseal(keyring, fingerprint(wrapped));
    await vault.clock.check(vault.storage);
    await makeAccountOnce(vault, options);
    await sealFirstRevisions(vault);
    await sealFirstRows(vault);
    await sealFirstVersions(vault);
    await recordFirstEnds(vault);
  } catch (error) {
    if (error instanceof RootKeyUnavailable) vault.seal.seal(error.problem, error.message);
    else if (error instanceof WrongRootKey) vault.seal.seal('wrong', error.message);
    else if (error instanceof RolledBack) vault.seal.seal('rollback', error.message);
    else throw error;
  }
}

/** Processes take turns, so that one that is not first does not create a root key that opens nothing. */
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

/** Processes take turns, so that only one stores an admin key: the valid one. */
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
