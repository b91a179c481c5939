import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StorageError } from '../storage-error.ts';

/** How long the server has to close the connection, in milliseconds. */
const farewell = 1000;

/** A PostgreSQL client, with a way to end it even if the server no longer responds. */
export interface OwnClient {
  readonly client: pg.Client;
  /** Combines everything sent in this turn of the event loop into one write, to save system calls. */
  gather(): void;
  end(): Promise<void>;
}

/** Returns a client that is not connected yet. @throws StorageError if the settings cannot be used */
export function createClient(config: pg.ClientConfig): OwnClient {
  const socket = new Socket();
  const client = fromSettings({ ...config, stream: () => socket });
  let isGathering = false;
  return {
    client,
    gather() {
      if (isGathering) return;
      isGathering = true;
      // With TLS, this is no longer the initial stream.
      const { stream } = client.connection;
      stream.cork();
      process.nextTick(() => {
        isGathering = false;
        stream.uncork();
      });
    },
    async end() {
      const ended = client.end().catch(() => undefined);
      await Promise.race([ended, sleep(farewell, undefined, { ref: false })]);
      socket.destroy();
    },
  };
}

/** The driver reads the files that the URL names. */
function fromSettings(config: pg.ClientConfig): pg.Client {
  try {
    return new pg.Client(config);
  } catch (error) {
    throw new StorageError('a certificate or key that its address names cannot be read', { cause: error });
  }
}
