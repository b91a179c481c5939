import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { VaultApp } from './plugins/vault-app.ts';

/** After this many checks without a request, idle clients are assumed to send no more. */
const quietLooks = 15;
const longestDrainMs = 3_000;
/** How long to wait for responses that are still in progress. */
const longestFarewellMs = 5_000;
const lookEveryMs = 20;

/**
 * Stops listening once all requests have been served. A request on a kept-alive connection is served first,
 * as the last one on that connection: closing an idle connection immediately could cut off a request that is
 * already on its way. Clients cannot keep the vault from stopping.
 */
export async function sayFarewell(app: VaultApp): Promise<void> {
  await drain(app.server);
  const idle = setInterval(() => app.server.closeIdleConnections(), lookEveryMs);
  const end = setTimeout(() => app.server.closeAllConnections(), longestFarewellMs);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(end);
  }
}

/**
 * Counts checks rather than time: on a busy machine, much data may have arrived by the time this process gets
 * its turn.
 */
async function drain(server: VaultApp['server']): Promise<void> {
  const end = performance.now() + longestDrainMs;
  let quiet = 0;
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false;
    quiet = 0;
  });
  while (quiet < quietLooks && performance.now() < end && (await countConnections(server)) > 0) {
    quiet += 1;
    await sleep(lookEveryMs);
    // Before the next check, reads the data that arrived while other processes were running.
    await nextTurn();
  }
}

function countConnections(server: VaultApp['server']): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}

/**
 * Overrides the default signal handling of a process, and returns a function that restores it. SIGHUP calls
 * `reload` instead of ending the process. SIGUSR1 does nothing; by default it would open a debugger, through
 * which the keys could be read.
 */
export function handleOtherSignals(reload: () => void): () => void {
  process.on('SIGHUP', reload);
  process.on('SIGUSR1', ignore);
  return () => {
    process.off('SIGHUP', reload);
    process.off('SIGUSR1', ignore);
  };
}

function ignore(): void {}

/** Cleanup steps, run in reverse order. */
export class Teardown {
  readonly #steps: (() => unknown)[] = [];

  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Runs every step, even if one fails. @throws the first error */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).toReversed()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
