import { checkpointSink } from '../setup/checkpoint-sink.ts';
import { type Keyring, RootKeyUnavailable } from '../crypto/index.ts';
import { pathsIn } from '../setup/data-directory.ts';
import { rootKeyBeside } from '../setup/directory-root-key.ts';
import { CopyRefused } from '../domain/copy/copy-refused.ts';
import { type CopyStep, copyVault } from '../domain/copy/copy-vault.ts';
import { openKeys, wrappedKeys, WrongRootKey } from '../domain/context/read-keys.ts';
import { refuseRollback, RolledBack } from '../domain/audit/rollback.ts';
import { OperatorError } from '../errors/errors.ts';
import { StorageError } from '../storage/storage.ts';
import type { MovableStorage } from '../storage/stored-rows.ts';
import { isDatabase, nameOf, openPlace, type Place } from './place.ts';
import { sentenceOf } from './sentences.ts';

export interface MigrateOptions {
  /** The absolute path of a data directory, or the address of a PostgreSQL database. */
  readonly from: Place;
  readonly to: Place;
  /** Setting of the root key; by default, `root.key` in whichever of the two places is a data directory. */
  readonly rootKey?: string;
  /** Compares only rows: MACs, values and the audit log are not verified. */
  readonly withoutRootKey?: boolean;
  /** Discards what an earlier attempt has copied. */
  readonly startOver?: boolean;
}

export type MigrationStep = CopyStep;

/**
 * Moves a vault to another storage. If killed at any point, the same call resumes. After the last step, the
 * target is the vault and the source is marked as moved; until then the source is the vault, and the target
 * cannot be opened as one.
 * @throws OperatorError with a sentence for the person
 */
export async function* migrateVault(options: MigrateOptions): AsyncGenerator<MigrationStep> {
  if (options.from === options.to) throw new OperatorError('Source and target are the same place.');
  const from = await openPlace(options.from, 'source');
  try {
    const keyring = await keyringOf(from.storage, options);
    const to = await openPlace(options.to, 'target');
    try {
      const names = { fromName: nameOf(options.from), toName: nameOf(options.to) };
      const startOver = options.startOver === true;
      yield* copyVault(from.storage, to.storage, { ...names, keyring, startOver, now: () => new Date() });
    } finally {
      await to.close();
    }
  } catch (error) {
    throw explained(error, options);
  } finally {
    await from.close();
  }
}

/**
 * Checks before anything is copied that this is the root key and the newest database.
 * @throws WrongRootKey, RootKeyUnavailable, RolledBack
 */
async function keyringOf(storage: MovableStorage, options: MigrateOptions): Promise<Keyring | undefined> {
  if (options.withoutRootKey === true) return undefined;
  const directory = directoryOf(options);
  if (directory === undefined && options.rootKey === undefined) {
    throw new OperatorError(
      'Set the root key with --root-key, or compare rows only with --without-root-key.',
    );
  }
  const wrapped = await wrappedKeys(storage);
  // Copying reports whether there is a vault at all.
  if (wrapped.keys.length === 0) return undefined;
  const keyring = await openKeys(wrapped, rootKeyBeside(directory ?? '.', options.rootKey));
  if (directory !== undefined) {
    await refuseRollback(storage, keyring, checkpointSink(pathsIn(directory).checkpointPath));
  }
  return keyring;
}

/**
 * Whichever of the two is a data directory: it has the root key and the checkpoints, wherever the rows are.
 */
function directoryOf({ from, to }: MigrateOptions): string | undefined {
  return [from, to].find((place) => !isDatabase(place));
}

function explained(error: unknown, { from, to }: MigrateOptions): unknown {
  const names = { from: nameOf(from), to: nameOf(to) };
  if (error instanceof CopyRefused) return new OperatorError(sentenceOf(error, names), { cause: error });
  if (error instanceof WrongRootKey) {
    return new OperatorError(`The root key does not belong to ${names.from}. Nothing was copied.`, {
      cause: error,
    });
  }
  if (error instanceof RootKeyUnavailable) {
    const advice = 'Restore it, set it with --root-key, or compare rows only with --without-root-key.';
    return new OperatorError(`The copy cannot be verified. ${error.message} ${advice}`, { cause: error });
  }
  if (error instanceof RolledBack) return new OperatorError(error.message, { cause: error });
  if (error instanceof StorageError) {
    return new OperatorError(`${error.message}. Run this command again to resume.`, { cause: error });
  }
  return error;
}
