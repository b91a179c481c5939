import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const pause = 500;

/** Hears of events that any process of the vault committed. */
export class EventListener {
  readonly #config: pg.ClientConfig;
  readonly #hear: (processId: number | undefined) => void;
  #client: pg.Client | undefined;
  #closed = false;

  /** `hear` is called with the server's process that wrote, and with nothing when events may have been missed. */
  constructor(config: pg.ClientConfig, hear: (processId: number | undefined) => void) {
    this.#config = config;
    this.#hear = hear;
  }

  /** Resolves when it listens; from then on it makes the connection anew by itself. */
  async start(): Promise<void> {
    const client = new pg.Client({ ...this.#config, pipeline: false });
    this.#client = client;
    client.on('error', () => undefined);
    client.on('notification', ({ processId }) => this.#hear(processId));
    await client.connect();
    await client.query('listen vault_events');
    client.on('end', () => void this.#startAgain());
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end().catch(() => undefined);
  }

  async #startAgain(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.start();
        this.#hear(undefined);
        return;
      } catch {
        await sleep(pause, undefined, { ref: false });
      }
    }
  }
}
