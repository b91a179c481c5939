import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StorageError } from '../storage-error.ts';

/** How long a server gets to say farewell. */
const farewell = 1000;

/** A client of PostgreSQL, and what ends it even where nothing is heard of the server any more. */
export interface OwnClient {
  readonly client: pg.Client;
  /** What is sent in this turn goes in one write: each would ask the system on its own. */
  gather(): void;
  end(): Promise<void>;
}

/** Not connected yet. @throws StorageError when the settings cannot be used */
export function createClient(config: pg.ClientConfig): OwnClient {
  const socket = new Socket();
  const client = fromSettings({ ...config, stream: () => socket });
  let isGathering = false;
  return {
    client,
    gather() {
      if (isGathering) return;
      isGathering = true;
      // With TLS it is another one than at first.
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

/** The driver reads the files that the address names. */
function fromSettings(config: pg.ClientConfig): pg.Client {
  try {
    return new pg.Client(config);
  } catch (error) {
    throw new StorageError('a certificate or key that its address names cannot be read', { cause: error });
  }
}
