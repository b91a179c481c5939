import { StorageError } from '../storage-error.ts';
import { configurationOf } from './configuration.ts';
import { schemaVersion } from './migrations.ts';
import { Session, toStorageError } from './session.ts';

/**
 * For whoever only looks: opening the storage would bring an older database forward.
 * @throws StorageError when the database holds no vault, or one of another version of this program
 */
export async function requireSchema(url: string): Promise<void> {
  const session = new Session(configurationOf(url));
  try {
    const version = await storedVersion(session);
    if (version === undefined) throw new StorageError('it holds no vault');
    if (version === schemaVersion) return;
    throw new StorageError(
      'it was made by another version of this program; use that version, or start the vault once with this one',
    );
  } catch (error) {
    throw toStorageError(error);
  } finally {
    await session.close();
  }
}

async function storedVersion(session: Session): Promise<number | undefined> {
  const run = (sql: string) => session.run<Record<string, unknown>>({ sql, parameters: [] });
  const [table] = await run(`select to_regclass('meta') is not null as found`);
  if (table?.['found'] !== true) return undefined;
  const [row] = await run(`select value from meta where key = 'schema_version'`);
  return row && Number(row['value']);
}
