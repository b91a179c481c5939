import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockDirectory } from '../setup/data-directory.ts';
import { OperatorError } from '../errors/errors.ts';
import { openPostgresStorage } from '../storage/postgres/index.ts';
import { openSqliteStorage } from '../storage/sqlite/index.ts';
import { StorageError } from '../storage/storage.ts';
import type { MovableStorage } from '../storage/stored-rows.ts';

/** Where a vault is stored: the absolute path of a data directory, or `postgres://…`. */
export type Place = string;

export interface OpenPlace {
  readonly storage: MovableStorage;
  close(): Promise<void>;
}

export function isDatabase(place: Place): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/** For messages and logs: an address without its user and password. */
export function nameOf(place: Place): string {
  if (!isDatabase(place)) return place;
  const url = URL.parse(place.replace('@/', '@localhost/'));
  return url ? `PostgreSQL ${url.host}${url.pathname}` : 'PostgreSQL';
}

/** Opens a place for this process alone. @throws OperatorError */
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
