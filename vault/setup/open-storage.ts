import type { Config } from './config.ts';
import type { DataDirectory } from './data-directory.ts';
import { OperatorError } from '../errors/errors.ts';
import { openPostgresStorage } from '../storage/postgres/index.ts';
import { openSqliteStorage } from '../storage/sqlite/index.ts';
import type { MovableStorage } from '../storage/stored-rows.ts';
import { type Storage, StorageError } from '../storage/storage.ts';
import { randomBytes } from 'node:crypto';
import { base62 } from '../crypto/bytes.ts';
import type { CheckpointSink } from '../domain/audit/checkpoints.ts';
import type { OpenOptions } from '../domain/open-vault.ts';
import { copyingNote, movedNote } from '../domain/copy/copy-notes.ts';

/** Opens the configured PostgreSQL database, or the file in the data directory. @throws OperatorError */
export async function openStorage(
  { databasePath }: Pick<DataDirectory, 'databasePath'>,
  { database, despiteMove }: Pick<Config, 'database'> & Partial<Pick<Config, 'despiteMove'>>,
): Promise<Storage> {
  const storage = await open(databasePath, database);
  try {
    await refuseUnusable(storage, { despiteMove });
    return storage;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function open(databasePath: string, database: string | undefined): Promise<MovableStorage> {
  try {
    return database === undefined ? openSqliteStorage(databasePath) : await openPostgresStorage(database);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new OperatorError(
      // A database address may contain a password.
      database === undefined
        ? `The database ${databasePath} cannot be opened (${error.message}).`
        : `The PostgreSQL database cannot be opened (${error.message}). Check its address, and that it is running.`,
      { cause: error },
    );
  }
}

type FirstOptions = Pick<Config, 'accountId' | 'accountName'> &
  Partial<Pick<Config, 'maxAgentTokenDays' | 'maxTokenDays'>>;

/** Options with which this process opens a vault. */
export function openOptions(
  storage: Storage,
  directory: Pick<DataDirectory, 'keepAdminKey' | 'rootKey'>,
  { accountId, accountName, maxTokenDays, maxAgentTokenDays = maxTokenDays }: FirstOptions,
  checkpoints: CheckpointSink,
): OpenOptions {
  return {
    storage,
    rootKey: directory.rootKey,
    ...clockAndIds,
    account: { id: accountId, name: accountName },
    ...(maxTokenDays !== undefined &&
      maxAgentTokenDays !== undefined && { tokenDays: { people: maxTokenDays, agents: maxAgentTokenDays } }),
    checkpoints,
    keepAdminKey: (key) => directory.keepAdminKey(key),
  };
}

/** The clock and random ids for a real vault. */
export const clockAndIds: Pick<OpenOptions, 'newId' | 'now'> = {
  now: () => new Date(),
  newId: (prefix) => `${prefix}_${base62(BigInt(`0x${randomBytes(16).toString('hex')}`), 22)}`,
};

/**
 * Refuses a storage that contains only part of a copy, or one that was moved, unless its operator insists.
 * @throws OperatorError
 */
export async function refuseUnusable(
  { rows }: MovableStorage,
  { despiteMove = false }: { readonly despiteMove?: boolean | undefined },
): Promise<void> {
  const { copying, moved } = await rows.look(async (view) => ({
    copying: await copyingNote(view),
    moved: await movedNote(view),
  }));
  if (copying) {
    throw new OperatorError(
      `This is an unfinished copy of ${copying.from}, started ${copying.at}. Run the same "agent-secrets vault migrate" command again to finish it.`,
    );
  }
  if (!moved || despiteMove) return;
  throw new OperatorError(
    `This vault was moved to ${moved.to} on ${moved.at}. Anything written here would be missing there. Start it there, or add --despite-move to start it here anyway.`,
  );
}
