import { randomBytes } from 'node:crypto';
import { IntegrityError, keptOf, UnknownTermError } from '../../crypto/index.ts';
import type { KeyRecord } from '../../storage/records.ts';
import type { PageRequest, Transaction } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import { renewSnapshot } from '../audit/snapshot.ts';
import { isWhole } from '../rows/is-whole.ts';
import { endSandboxSessions, endTokens } from '../people/credentials.ts';
import { verifySession, verifyToken } from '../rows/row-macs.ts';
import {
  fingerprint,
  keyLabel,
  openKeys,
  seedGenerations,
  unwrapKey,
  wrappedKeys,
} from '../context/read-keys.ts';
import { refreshKeys, withKnownTerms } from '../context/refresh-keys.ts';
import { renewMacs } from './renew-macs.ts';
import type { Vault } from '../context/vault.ts';

/** Progress of a rotation. */
export interface SeedRotation {
  readonly phase: 'begun' | 'ending' | 'renewing' | 'done';
  readonly generation: number;
  /** Rows whose MAC was renewed since this call began. */
  readonly renewed: number;
  /** Rows that were changed outside the vault; they are refused before and after the rotation. */
  readonly damaged: number;
  /** Tokens and sandbox sessions that were revoked. */
  readonly ended: number;
}

/** Tokens revoked per transaction; each transaction blocks others. */
const batchSize = 25;
const mostAccounts = 10_000;

/**
 * Replaces the seed from which the vault derives all MACs, token digests and signatures, while it keeps
 * serving requests. The entry that begins the new seed has a MAC under it and pins the log up to that point.
 * Rows get new MACs. Then the old seed is destroyed, except for what {@link keptOf} returns, and row MACs
 * made with it are no longer valid. A stopped rotation can be resumed, regardless of who stopped it.
 *
 * Tokens are stored as digests, which can be recomputed only from the token itself, so each keeps its old
 * digest until it is used. With `endsTokens`, all tokens are revoked, along with their sandboxes.
 */
export async function* rotateSeed(
  vault: Vault,
  actor: Actor,
  { endsTokens = false }: { readonly endsTokens?: boolean } = {},
): AsyncGenerator<SeedRotation> {
  while ((await generations(vault)).length === 1 && !(await beginSeed(vault, actor)));
  await refreshKeys(vault);
  const { generation } = vault.keyring;
  let renewed = 0;
  let damaged = 0;
  let ended = 0;
  yield { phase: 'begun', generation, renewed, damaged, ended };
  if (endsTokens) {
    for await (const some of endEverything(vault, actor)) {
      ended += some;
      yield { phase: 'ending', generation, renewed, damaged, ended };
    }
  }
  for await (const step of renewMacs(vault)) {
    renewed += step.renewed;
    damaged += step.damaged;
    yield { phase: 'renewing', generation, renewed, damaged, ended };
  }
  if (!(await signSnapshot(vault))) damaged += 1;
  while (!(await destroySeeds(vault, actor, generation)));
  await refreshKeys(vault);
  yield { phase: 'done', generation, renewed, damaged, ended };
}

/** False if the snapshot of pruned entries was edited: it is refused before and after the rotation. */
async function signSnapshot(vault: Vault): Promise<boolean> {
  try {
    await withKnownTerms(vault, () => renewSnapshot(vault));
    return true;
  } catch (error) {
    if (error instanceof IntegrityError && !(error instanceof UnknownTermError)) return false;
    throw error;
  }
}

async function generations({ storage }: Vault): Promise<readonly number[]> {
  return seedGenerations((await wrappedKeys(storage)).keys);
}

/** False if the keys changed in the meantime, so that two concurrent rotations begin only one seed. */
async function beginSeed(vault: Vault, actor: Actor): Promise<boolean> {
  const { storage, seal, now } = vault;
  const { vaultId, keys } = await wrappedKeys(storage);
  const term = (seedGenerations(keys)[0] ?? 0) + 1;
  const label = keyLabel(vaultId, { purpose: 'seed', term });
  const wrapped = await seal.rootKey.wrap(randomBytes(32), label);
  const key: KeyRecord = { purpose: 'seed', term, wrapped, createdAt: now().toISOString(), state: 'active' };
  const retiring = keys.filter(({ purpose }) => purpose === 'seed');
  const next = {
    vaultId,
    keys: [...keys.filter(({ purpose }) => purpose !== 'seed'), ...retiring.map(retired), key],
  };
  // Opened before anything depends on it, to check that this is the root key of this vault.
  const keyring = await openKeys(next, seal.rootKey);
  const before = { keyring: vault.keyring.pinned(), fingerprint: seal.fingerprint };
  try {
    return await storage.transact(async (tx) => {
      if (!(await areKeys(tx, keys))) return false;
      for (const old of retiring) await tx.updateKey(retired(old));
      await tx.insertKey(key);
      const subject = { action: 'keys.begin-seed', version: term } as const;
      await appendEntry({ keyring, now }, tx, actor, subject, undefined);
      // The new seed applies from this entry on, to everything that follows it in the same commit.
      seal.unseal(keyring, fingerprint(next));
      return true;
    });
  } catch (error) {
    seal.unseal(before.keyring, before.fingerprint);
    throw error;
  }
}

function retired(key: KeyRecord): KeyRecord {
  return { ...key, state: 'retiring' };
}

/**
 * Destroys all seeds before `generation`; false if the keys changed in the meantime. A later seed belongs to
 * a rotation that another process has begun since. Damaged rows do not keep a seed alive; otherwise, an
 * attacker could damage a row to keep a stolen seed in use.
 */
async function destroySeeds(vault: Vault, actor: Actor, generation: number): Promise<boolean> {
  const { storage, seal, now } = vault;
  const { vaultId, keys } = await wrappedKeys(storage);
  const kept: KeyRecord[] = [];
  for (const key of keys) {
    const { purpose, term } = key;
    if (purpose !== 'seed' || term >= generation) continue;
    const bytes = keptOf(vaultId, { generation: term, bytes: await unwrapKey(seal.rootKey, vaultId, key) });
    const wrapped = await seal.rootKey.wrap(bytes, keyLabel(vaultId, { purpose: 'kept', term }));
    kept.push({ purpose: 'kept', term, wrapped, createdAt: now().toISOString(), state: 'retiring' });
  }
  return withKnownTerms(vault, () =>
    storage.transact(async (tx) => {
      if (!(await areKeys(tx, keys))) return false;
      for (const key of kept) {
        await tx.insertKey(key);
        await tx.deleteKey(key.term, 'seed');
        const subject = { action: 'keys.destroy-seed', version: key.term } as const;
        await appendEntry(vault, tx, actor, subject, undefined);
      }
      return true;
    }),
  );
}

/** Whether the keys were not changed by another process and are wrapped under the same root key. */
async function areKeys(tx: Transaction, keys: readonly KeyRecord[]): Promise<boolean> {
  return fingerprint({ vaultId: '', keys: await tx.keys() }) === fingerprint({ vaultId: '', keys });
}

/** Each revocation gets its own entry. A credential whose row was edited is already invalid. */
async function* endEverything(vault: Vault, actor: Actor): AsyncGenerator<number> {
  const { storage, keyring } = vault;
  const accounts = await storage.look((view) => view.listAccounts({ after: undefined, limit: mostAccounts }));
  for (const { id: accountId } of accounts) {
    const own = { ...actor, accountId };
    yield* inBatches(vault, async (tx, page) => {
      const tokens = await tx.listTokens(accountId, page);
      const whole = tokens.filter((token) => isWhole(() => verifyToken(keyring, token)));
      return { rows: tokens, ended: await endTokens(vault, tx, own, whole) };
    });
    yield* inBatches(vault, async (tx, page) => {
      const sessions = await tx.sessionsOfAccount(accountId, page);
      const whole = sessions.filter((session) => isWhole(() => verifySession(keyring, session)));
      return { rows: sessions, ended: await endSandboxSessions(vault, tx, own, whole) };
    });
  }
}

async function* inBatches(
  vault: Vault,
  end: (
    tx: Transaction,
    page: PageRequest,
  ) => Promise<{ readonly rows: readonly { readonly id: string }[]; readonly ended: number }>,
): AsyncGenerator<number> {
  for (let after: string | undefined; ;) {
    const page = { after, limit: batchSize };
    const { rows, ended } = await withKnownTerms(vault, () => vault.storage.transact((tx) => end(tx, page)));
    yield ended;
    if (rows.length < batchSize) return;
    after = rows.at(-1)?.id;
  }
}
