import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { checkpointSink } from '../setup/checkpoint-sink.ts';
import { lockDirectory, pathsIn } from '../setup/data-directory.ts';
import { rootKeyBeside } from '../setup/directory-root-key.ts';
import { appendEntry } from '../domain/audit/audit.ts';
import { faultOf } from '../domain/audit/audit-chain.ts';
import { decodeCheckpoint, encodeCheckpoint, makeCheckpoint } from '../domain/audit/checkpoints.ts';
import type { Vault } from '../domain/context/vault.ts';
import { OperatorError } from '../errors/errors.ts';
import { syncDirectory, writeNewFile } from '../root-keys/index.ts';
import { openSqliteStorage } from '../storage/sqlite/index.ts';
import { type OnProgress, unlock } from './open-beside.ts';
import { requireIntact, type VerifiedCopy, verifyCopy } from './verify-copy.ts';

export interface RestoreOptions {
  /** The backup, which is never modified. */
  readonly from: string;
  /** Must be empty or contain only a root key. */
  readonly dataDir: string;
  readonly rootKey?: string;
  /** Checkpoints stored elsewhere, to determine what the backup lacks. */
  readonly checkpoints?: string;
  /** Whether to accept a backup that ends before the last of those checkpoints. */
  readonly acceptOlder: boolean;
}

/**
 * Creates a vault from a backup. It takes effect only once all of it is verified: if the process is killed at
 * any point, the folder has either the complete vault or none, and shows which.
 * @throws OperatorError
 */
export async function restore(options: RestoreOptions, onProgress: OnProgress): Promise<VerifiedCopy> {
  const { from, dataDir } = options;
  if (!existsSync(from)) throw new OperatorError(`Backup ${from} not found.`);
  requireEmpty(dataDir);
  const toMake = missingFolders(dataDir);
  const release = lockDirectory(dataDir);
  const { restoringPath, lockPath } = pathsIn(dataDir);
  try {
    rmSync(restoringPath, { recursive: true, force: true });
    mkdirSync(restoringPath, { mode: 0o700 });
    const copy = await prepare(options, restoringPath, onProgress);
    putInPlace(dataDir);
    return copy;
  } catch (error) {
    rmSync(restoringPath, { recursive: true, force: true });
    if (toMake.length > 0) quietly(() => rmSync(lockPath));
    throw error;
  } finally {
    release();
    // A folder that is no longer empty, for example because it contains a vault, is kept.
    quietly(() => toMake.forEach((folder) => rmdirSync(folder)));
  }
}

/** The folder and its parents that do not exist yet, innermost first. */
function missingFolders(path: string): readonly string[] {
  return existsSync(path) ? [] : [path, ...missingFolders(dirname(path))];
}

/** Runs cleanup, which must not hide the original error. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Kept: a file that Windows cannot delete while it is open, or a folder that is not empty.
  }
}

/** Never restores over an existing vault, because choosing the wrong folder would destroy it. */
function requireEmpty(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  const mayBe = new Set(['root.key', 'vault.lock', 'restoring']);
  // Left by a restore that was killed at its very end.
  if (existsSync(join(pathsIn(dataDir).restoringPath, 'vault.db'))) mayBe.add('checkpoints.jsonl');
  const other = readdirSync(dataDir).find((name) => !mayBe.has(name));
  if (other === undefined) return;
  throw new OperatorError(
    `${dataDir} is not empty (${other}). Restore into a new folder that contains only root.key.`,
  );
}

async function prepare(
  options: RestoreOptions,
  restoringPath: string,
  onProgress: OnProgress,
): Promise<VerifiedCopy> {
  const { databasePath, checkpointPath } = pathsIn(restoringPath);
  onProgress('copying', 0);
  copyFileSync(options.from, databasePath);
  chmodSync(databasePath, 0o600);
  const rootKey = rootKeyBeside(options.dataDir, options.rootKey);
  const copy = await verifyCopy(
    databasePath,
    rootKey,
    onProgress,
    (vault) => refuseOlder(vault, options),
    options.from,
  );
  requireIntact(copy, 'The backup');
  const storage = openSqliteStorage(databasePath);
  try {
    const vault = await unlock(storage, rootKey);
    await recordRestore(vault);
    await signCheckpoints(vault, checkpointPath);
  } finally {
    await storage.close();
  }
  return copy;
}

/** Anything that happened after the backup is lost: access revoked since then would silently be restored. */
async function refuseOlder(vault: Vault, { checkpoints, acceptOlder }: RestoreOptions): Promise<void> {
  if (checkpoints === undefined) return;
  const last = await checkpointSink(checkpoints).last();
  if (last === undefined) throw new OperatorError(`No checkpoints found at ${checkpoints}.`);
  const checkpoint = decodeCheckpoint(last);
  const fault = await faultOf(vault, checkpoint);
  const isFromBefore = checkpoint !== undefined && !vault.keyring.checkpoints.keyOf(checkpoint.keyId);
  if (fault === undefined || ((fault === 'cut' || isFromBefore) && acceptOlder)) return;
  const { seq = 0, at = '' } = checkpoint ?? {};
  if (isFromBefore) {
    throw new OperatorError(
      `The backup does not have the keys that signed the checkpoint of ${at}. It is from before the vault's seed was replaced, or from another vault. Restoring it would bring back the old seed, and access that was revoked since. Find a newer backup, or add --accept-older and rotate the seed again.`,
    );
  }
  throw new OperatorError(
    fault === 'cut'
      ? `The backup ends before entry ${String(seq)} of the audit log, which was signed at ${at}. Restoring it would lose all later changes and restore access that has since been revoked. Find a newer backup, or add --accept-older.`
      : `The checkpoints at ${checkpoints} do not belong to the log in this backup (entry ${String(seq)}, ${fault}).`,
  );
}

async function recordRestore(vault: Vault): Promise<void> {
  const account = await vault.storage.look((view) => view.firstAccount());
  const actor = {
    accountId: account?.id ?? 'vault',
    actorId: 'operator',
    actorRole: 'vault',
    requestId: 'restore',
  } as const;
  await vault.storage.transact((tx) => appendEntry(vault, tx, actor, { action: 'vault.restore' }, undefined));
}

/** The next start compares the database with these checkpoints. */
async function signCheckpoints(vault: Vault, path: string): Promise<void> {
  await makeCheckpoint(vault);
  const last = await vault.storage.look((view) => view.lastCheckpoint());
  if (last) writeNewFile(path, `${encodeCheckpoint(last)}\n`);
}

/** The database comes last, because it is what makes the folder a vault. */
function putInPlace(dataDir: string): void {
  const { databasePath, checkpointPath, restoringPath } = pathsIn(dataDir);
  const ready = pathsIn(restoringPath);
  syncDirectory(restoringPath);
  renameSync(ready.checkpointPath, checkpointPath);
  renameSync(ready.databasePath, databasePath);
  syncDirectory(dataDir);
  rmSync(restoringPath, { recursive: true, force: true });
}
