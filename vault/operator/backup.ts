import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { connectControl, converse } from '../control/client.ts';
import { pathsIn } from '../setup/data-directory.ts';
import { rootKeyBeside } from '../setup/directory-root-key.ts';
import { OperatorError } from '../errors/errors.ts';
import { syncDirectory } from '../root-keys/index.ts';
import { copyDatabase } from '../storage/sqlite/copy.ts';
import { isDamage } from '../storage/sqlite/failure.ts';
import { type OnProgress, type OperatorTarget, requireVault } from './open-beside.ts';
import { requireIntact, type VerifiedCopy, verifyCopy } from './verify-copy.ts';

export interface BackupOptions {
  /** An absolute path that does not exist yet. */
  readonly to: string;
  /** If false, the copy is stored without verification; verification requires the root key. */
  readonly verified: boolean;
}

export interface Backup {
  readonly path: string;
  readonly bytes: number;
  /** Absent if the copy was not verified. */
  readonly copy?: VerifiedCopy;
}

/**
 * Copies a vault into one file, even while it is running and being written to; the copy is a consistent
 * snapshot without the root key. The file gets its name once it is complete and verified.
 * @throws OperatorError
 */
export async function backUp(
  target: OperatorTarget,
  { to, verified }: BackupOptions,
  onProgress: OnProgress,
): Promise<Backup> {
  refusePostgres(target);
  requireVault(target.dataDir);
  if (existsSync(to)) throw new OperatorError(taken(to));
  await signBefore(target);
  const part = `${to}.${randomBytes(4).toString('hex')}.part`;
  try {
    onProgress('copying', 0);
    makeCopy(pathsIn(target.dataDir).databasePath, part);
    const copy = verified ? await verify(target, part, onProgress) : undefined;
    giveName(part, to);
    syncDirectory(dirname(to));
    return { path: to, bytes: statSync(to).size, ...(copy && { copy }) };
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** Unlike a rename, this never replaces a file that was created in the meantime. */
function giveName(part: string, to: string): void {
  try {
    linkSync(part, to);
  } catch (error) {
    if (existsSync(to)) throw new OperatorError(taken(to), { cause: error });
    // Some file systems do not support hard links.
    return renameSync(part, to);
  }
  rmSync(part);
}

function taken(to: string): string {
  return `${to} already exists. Choose another name; nothing was changed.`;
}

async function verify(target: OperatorTarget, path: string, onProgress: OnProgress): Promise<VerifiedCopy> {
  const rootKey = rootKeyBeside(target.dataDir, target.rootKey);
  const copy = await verifyCopy(path, rootKey, onProgress);
  requireIntact(copy, 'The vault, and so the copy,');
  return copy;
}

function refusePostgres({ database }: OperatorTarget): void {
  if (database === undefined) return;
  throw new OperatorError(
    "Back up a vault in PostgreSQL with PostgreSQL's own tools: pg_dump, or base backups with WAL.",
  );
}

/**
 * Signs first, so that the newest entries are also covered by a signature. A sealed vault cannot sign; its
 * copy is still valid.
 */
async function signBefore({ dataDir }: OperatorTarget): Promise<void> {
  const socket = await connectControl(pathsIn(dataDir).controlPath);
  if (!socket) return;
  try {
    for await (const answer of converse(socket, { do: 'checkpoint' })) if (answer.is === 'done') return;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
  }
}

function makeCopy(from: string, part: string): void {
  try {
    copyDatabase(from, part);
  } catch (error) {
    if (isDamage(error)) {
      const sentence = `${from} is damaged and cannot be copied. For details, run: agent-secrets vault audit verify`;
      throw new OperatorError(sentence, { cause: error });
    }
    const detail =
      error instanceof Error && 'code' in error ? String(error.code) : 'the database cannot be read';
    throw new OperatorError(`${part} cannot be written (${detail}). Choose another place.`, { cause: error });
  }
}
