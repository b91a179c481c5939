import { checkpointSink } from '../setup/checkpoint-sink.ts';
import { type Keyring, RootKeyUnavailable } from '../crypto/index.ts';
import { lockDirectory, pathsIn } from '../setup/data-directory.ts';
import { rootKeyBeside } from '../setup/directory-root-key.ts';
import { CopyRefused } from '../domain/copy/verify-copy.ts';
import { type CopyStep, copyVault } from '../domain/copy/copy-vault.ts';
import { openKeys, wrappedKeys, WrongRootKey } from '../domain/context/read-keys.ts';
import { refuseRollback, RolledBack } from '../domain/audit/rollback.ts';
import { OperatorError } from '../errors/errors.ts';
import { StorageError } from '../storage/storage.ts';
import type { MovableStorage } from '../storage/stored-rows.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgresStorage } from '../storage/postgres/index.ts';
import { openSqliteStorage } from '../storage/sqlite/index.ts';

export interface MigrateOptions {
  /** The absolute path of a data directory, or the address of a PostgreSQL database. */
  readonly from: Place;
  readonly to: Place;
  /** The root key setting; by default, `root.key` in whichever of the two places is a data directory. */
  readonly rootKey?: string;
  /** Compares only rows; MACs, values and the audit log are not verified. */
  readonly withoutRootKey?: boolean;
  /** Discards what an earlier attempt copied. */
  readonly startOver?: boolean;
}

export type MigrationStep = CopyStep;

/**
 * Moves a vault to another storage. If the process is killed at any point, calling this again resumes the
 * move. After the last step, the target is the vault and the source is marked as moved; until then, the
 * source is the vault, and the target cannot be opened as one.
 * @throws OperatorError with a sentence for the user
 */
export async function* migrateVault(options: MigrateOptions): AsyncGenerator<MigrationStep> {
  if (options.from === options.to) throw new OperatorError('The source and the target are the same.');
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
 * Checks before anything is copied that this is the correct root key and the newest database.
 * @throws WrongRootKey, RootKeyUnavailable, RolledBack
 */
async function keyringOf(storage: MovableStorage, options: MigrateOptions): Promise<Keyring | undefined> {
  if (options.withoutRootKey === true) return undefined;
  const directory = directoryOf(options);
  if (directory === undefined && options.rootKey === undefined) {
    throw new OperatorError(
      'Set the root key with --root-key, or use --without-root-key to compare only the rows.',
    );
  }
  const wrapped = await wrappedKeys(storage);
  // If there is no vault at all, copying reports that.
  if (wrapped.keys.length === 0) return undefined;
  const keyring = await openKeys(wrapped, rootKeyBeside(directory ?? '.', options.rootKey));
  if (directory !== undefined) {
    await refuseRollback(storage, keyring, checkpointSink(pathsIn(directory).checkpointPath));
  }
  return keyring;
}

/**
 * Whichever of the two is a data directory: it contains the root key and the checkpoints, wherever the rows
 * are stored.
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
    const advice = 'Restore it, set it with --root-key, or use --without-root-key to compare only the rows.';
    return new OperatorError(`The copy cannot be verified. ${error.message} ${advice}`, { cause: error });
  }
  if (error instanceof RolledBack) return new OperatorError(error.message, { cause: error });
  if (error instanceof StorageError) {
    return new OperatorError(`${error.message}. Run this command again to resume.`, { cause: error });
  }
  return error;
}

interface Names {
  readonly from: string;
  readonly to: string;
}

/** Tells the person moving the vault why it was not moved and what to do. */
export function sentenceOf({ problem, where = '' }: CopyRefused, { from, to }: Names): string {
  switch (problem) {
    case 'no-vault':
      return `There is no vault in ${from}.`;
    case 'half':
      return `${from} contains an unfinished copy. Finish that copy first, or move the complete vault instead.`;
    case 'moved':
      return `The vault in ${from} was already moved. Move it from its new place.`;
    case 'older':
      return `An older version of the vault wrote ${from}. Start it once with this one (agent-secrets vault serve), then move it.`;
    case 'occupied':
      return `${to} already has a vault. Use an empty database, or a folder without vault.db.`;
    case 'of-another':
      return `${to} contains an unfinished copy of another vault. Use an empty database or folder.`;
    case 'changed':
      return `${from} changed during the copy. Stop every vault that uses it, then run this command again.`;
    case 'different':
      return `The copy differs from ${from} (${where}). Run this command again with --start-over. ${nothingMoved}`;
    case 'damaged':
      return `The copy matches ${from}, but the source is not what the vault wrote (${where}). Restore it from a backup first. ${nothingMoved}`;
  }
}

const nothingMoved = 'Nothing was moved. You can still use the vault in its old place.';

/** Where a vault is stored: the absolute path of a data directory, or `postgres://…`. */
export type Place = string;

export interface OpenPlace {
  readonly storage: MovableStorage;
  close(): Promise<void>;
}

export function isDatabase(place: Place): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/** For messages and logs: an address without user and password. */
export function nameOf(place: Place): string {
  if (!isDatabase(place)) return place;
  const url = URL.parse(place.replace('@/', '@localhost/'));
  return url ? `PostgreSQL ${url.host}${url.pathname}` : 'PostgreSQL';
}

/** Opens a storage for exclusive use by this process. @throws OperatorError */
export async function openPlace(place: Place, role: 'source' | 'target'): Promise<OpenPlace> {
  if (isDatabase(place)) return openDatabase(place);
  const path = join(place, 'vault.db');
  if (role === 'source' && !existsSync(path)) {
    throw new OperatorError(`There is no vault in ${place}: vault.db is missing.`);
  }
  const release = lockDirectory(place);
  try {
    const storage = openSqliteStorage(path);
    return { storage, close: () => storage.close().finally(release) };
  } catch (error) {
    release();
    throw asOperatorError(error, place);
  }
}

async function openDatabase(place: Place): Promise<OpenPlace> {
  try {
    const storage = await openPostgresStorage(place, { alone: true });
    return { storage, close: () => storage.close() };
  } catch (error) {
    throw asOperatorError(error, place);
  }
}

function asOperatorError(error: unknown, place: Place): unknown {
  if (!(error instanceof StorageError)) return error;
  return new OperatorError(`${nameOf(place)} cannot be opened: ${error.message}.`, { cause: error });
}
