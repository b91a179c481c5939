import { randomBytes } from 'node:crypto';
import { createKeyring, IntegrityError, type Keyring, type RootKey } from '../crypto/index.ts';
import { StartError } from '../errors.ts';
import type { KeyRecord } from '../storage/records.ts';
import type { Storage } from '../storage/storage.ts';
import { appendEntry } from './audit.ts';
import { sealFirstRevisions } from './first-revisions.ts';
import { createToken, daysFromNow } from './tokens.ts';
import type { Vault } from './vault.ts';

export interface OpenOptions {
  readonly storage: Storage;
  readonly rootKey: RootKey;
  readonly now: () => Date;
  readonly newId: (prefix: string) => string;
  /** For the first start only. */
  readonly account: { readonly id: string | undefined; readonly name: string };
  /** Keeps the first admin's key where its owner finds it; called before anything depends on it. */
  readonly keepAdminKey: (key: string) => void;
}

const adminKeyDays = 365;

/** Unlocks the storage; the first time, makes keys, the account and its admin. @throws StartError */
export async function openVault(options: OpenOptions): Promise<Vault> {
  const { storage, now, newId } = options;
  await makeKeysOnce(options);
  const vault = { storage, now, newId, keyring: await unlock(options) };
  await makeAccountOnce(vault, options);
  await sealFirstRevisions(vault);
  return vault;
}

async function makeKeysOnce({ storage, rootKey, now, newId }: OpenOptions): Promise<void> {
  if (await storage.transact((tx) => tx.vaultId())) return;
  const vaultId = newId('vlt');
  const createdAt = now().toISOString();
  const wrap = async (purpose: KeyRecord['purpose'], term: number) => {
    const wrapped = await rootKey.wrap(randomBytes(32), label(vaultId, purpose, term));
    return { purpose, term, wrapped, createdAt, state: 'active' } as const;
  };
  const keys = [await wrap('seed', 0), await wrap('term', 1)];
  await storage.transact(async (tx) => {
    await tx.setVaultId(vaultId);
    for (const key of keys) await tx.insertKey(key);
  });
}

async function unlock({ storage, rootKey }: OpenOptions): Promise<Keyring> {
  const { vaultId, keys } = await storage.transact(async (tx) => ({
    vaultId: (await tx.vaultId()) ?? '',
    keys: await tx.keys(),
  }));
  try {
    const terms = new Map<number, Buffer>();
    let seed: Buffer | undefined;
    for (const { purpose, term, wrapped } of keys) {
      const key = await rootKey.unwrap(wrapped, label(vaultId, purpose, term));
      if (purpose === 'seed') seed = key;
      else terms.set(term, key);
    }
    if (!seed || terms.size === 0) throw new IntegrityError('the list of keys');
    return createKeyring({ vaultId, seed, terms });
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    throw new StartError(
      'The root key does not fit this data directory, or the directory is damaged. Restore the root key from your backup.',
      { cause: error },
    );
  }
}

async function makeAccountOnce(vault: Vault, options: OpenOptions): Promise<void> {
  if (await vault.storage.transact((tx) => tx.firstAccount())) return;
  const accountId = options.account.id ?? vault.newId('acc');
  const { token, record } = createToken(vault, {
    accountId,
    name: 'Admin',
    role: 'admin',
    agentId: null,
    expiresAt: daysFromNow(vault, adminKeyDays),
  });
  options.keepAdminKey(token);
  await vault.storage.transact(async (tx) => {
    const createdAt = vault.now().toISOString();
    const name = options.account.name;
    await tx.insertAccount({ id: accountId, name, vaultEnabled: true, catalogVersion: 1, createdAt });
    await tx.insertToken(record);
    const actor = { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'start' } as const;
    await appendEntry(vault, tx, actor, { action: 'account.create' }, undefined);
  });
}

function label(vaultId: string, purpose: string, term: number): string {
  return `${vaultId}/${purpose}/${String(term)}`;
}
