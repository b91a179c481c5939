import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { StorageError } from '../storage-error.ts';
import { createClient, type OwnClient } from './client.ts';
import { locks } from './migrations.ts';
import { type Greet, greeted } from './session.ts';

const pause = 500;
/** A silently dropped connection looks the same as an idle one. */
const heartbeat = 10_000;
/** The lock of a killed program is released only when the server notices. */
const lockAttempts = 30;

export type Hear = (processId: number | undefined) => void;

export interface ListenOptions {
  readonly alone: boolean;
  /** Called for every new connection. */
  readonly greet: Greet;
}

/**
 * Receives notifications about events that any process of the vault committed. Its connection also holds the
 * lock on the use of the database: shared among vault processes, or exclusive for a program that moves the
 * vault.
 */
export class EventListener {
  readonly #config: pg.ClientConfig;
  readonly #hear: Hear;
  readonly #alone: boolean;
  readonly #greet: Greet;
  #current: OwnClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /**
   * Calls `hear` with the id of the server process that wrote, or without one if events may have been missed.
   */
  constructor(config: pg.ClientConfig, hear: Hear, { alone, greet }: ListenOptions) {
    this.#config = { ...config, pipeline: false };
    this.#hear = hear;
    this.#alone = alone;
    this.#greet = greet;
  }

  /** Resolves once it is listening; from then on it reconnects automatically. */
  async start(): Promise<void> {
    const own = createClient(this.#config);
    const { client } = own;
    client.on('error', () => undefined);
    client.on('notification', ({ processId }) => this.#hear(processId));
    try {
      await client.connect();
      await greeted(client, this.#greet);
      await takeUse(client, this.#alone);
      await client.query('listen vault_events');
    } catch (error) {
      await own.end();
      throw error;
    }
    this.#current = own;
    client.once('end', () => void this.#startAgain());
    this.#timer = setInterval(() => void client.query('select 1').catch(() => own.end()), heartbeat).unref();
    if (this.#closed) await this.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#current?.end();
  }

  async #startAgain(): Promise<void> {
    clearInterval(this.#timer);
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

/** @throws StorageError if another process holds the lock */
async function takeUse(client: pg.Client, alone: boolean): Promise<void> {
  const shared = alone ? '' : '_shared';
  const statement = `select pg_try_advisory_lock${shared}(${locks.use}) as taken`;
  for (let attempt = 0; attempt < lockAttempts; attempt += 1) {
    const { rows } = await client.query<{ taken: boolean }>(statement);
    if (rows[0]?.taken === true) return;
    await sleep(100);
  }
  throw new StorageError(
    alone ? 'a vault uses it; stop every vault on it first' : 'its vault is being moved at the moment',
  );
}
