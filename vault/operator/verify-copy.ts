import type { RootKey } from '../crypto/index.ts';
import type { Vault } from '../domain/context/vault.ts';
import { OperatorError } from '../errors/errors.ts';
import { isSound } from '../storage/sqlite/copy.ts';
import { StorageError } from '../storage/storage.ts';
import { type OnProgress, openCopy, unlock } from './open-beside.ts';
import { type Verdict, verifyVault } from './verify.ts';

/** What was found in a copy of a vault after reading all of it. */
export interface VerifiedCopy {
  readonly verdict: Verdict;
  readonly secrets: number;
  /** When its last checkpoint was signed. */
  readonly signedAt?: string;
}

/**
 * Reads an entire copy: its pages, its audit log with checkpoints, and its rows. `known` is the name used for
 * it in messages.
 * @throws OperatorError
 */
export async function verifyCopy(
  path: string,
  rootKey: RootKey,
  onProgress: OnProgress,
  also: (vault: Vault) => Promise<void> = async () => {},
  known = path,
): Promise<VerifiedCopy> {
  requireSound(path, known);
  const storage = await openCopy(path);
  try {
    const vault = await unlock(storage, rootKey);
    const verdict = await verifyVault(vault, onProgress);
    await also(vault);
    return await storage.look(async (view) => {
      const { secrets } = await view.figures();
      const checkpoint = await view.lastCheckpoint();
      return { verdict, secrets, ...(checkpoint && { signedAt: checkpoint.at }) };
    });
  } finally {
    await storage.close();
  }
}

/** @throws OperatorError with a message that begins with `what` */
export function requireIntact({ verdict: { fault, rows } }: VerifiedCopy, what: string): void {
  if (fault)
    throw new OperatorError(
      `${what} is damaged: entry ${String(fault.seq)} of the audit log is ${fault.what}.`,
    );
  const [row] = rows;
  if (row) throw new OperatorError(`${what} is damaged: ${row.row} ${row.id} is ${row.what}.`);
}

function requireSound(path: string, known: string): void {
  try {
    if (isSound(path)) return;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new OperatorError(`${known} is not a backup of a vault, or cannot be read.`, { cause: error });
  }
  throw new OperatorError(`${known} is damaged: its pages are not what SQLite wrote.`);
}
