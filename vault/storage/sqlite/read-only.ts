import { schemaVersion } from './migrations.ts';
import { createOperations } from '../sql/operations/index.ts';
import { History } from '../history.ts';
import { StorageError } from '../storage-error.ts';
import type { MovableStorage } from '../stored-rows.ts';
import { Connection } from './connection.ts';
import { createQueries, databaseOf } from './queries.ts';
import { Viewer } from './viewers.ts';

/**
 * Opens a database for reading, even while a vault writes to it. Every change is refused.
 * @throws StorageError, also if the database has another schema version
 */
export function openSqliteReadOnly(path: string): MovableStorage {
  const queries = createQueries();
  const reader = Connection.openReader(path);
  try {
    requireSchema(reader);
    return readOnly(reader, new Viewer(Connection.openReader(path), queries), queries);
  } catch (error) {
    reader.close();
    throw error;
  }
}

function requireSchema(connection: Connection): void {
  if (Number(connection.pragma('user_version')) === schemaVersion) return;
  throw new StorageError(
    'it was created by another version of this program; use that version, or start the vault once with this one',
  );
}

function readOnly(
  reader: Connection,
  viewer: Viewer,
  queries: ReturnType<typeof createQueries>,
): MovableStorage {
  const operations = createOperations(databaseOf(reader, queries));
  return {
    ...operations,
    engine: { name: 'SQLite', schemaVersion },
    history: new History(),
    transact: refuse,
    transactReading: refuse,
    inTurn: (work) => work(),
    look: (work) => viewer.look(work),
    rows: { look: (work) => viewer.lookAtRows(work), change: refuse },
    onEvents: () => () => {},
    compare: async () => {},
    ping: async () => {},
    close: async () => {
      await viewer.close();
      reader.close();
    },
  };
}

function refuse(): Promise<never> {
  return Promise.reject(new StorageError('this database is open for reading only'));
}
