import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { VaultApp } from './vault-app.ts';

/** Nobody asked between so many looks: whoever keeps a connection is not about to. */
const quietLooks = 15;
const longestDrainMs = 3_000;
/** Whoever is being answered gets so much time for it. */
const longestFarewellMs = 5_000;
const lookEveryMs = 20;

/**
 * Stops listening once everybody was answered. What is asked over a connection that was kept is answered
 * first, as the last answer of that connection: closing one that is idle now could cut off what is
 * already on its way. But nobody keeps the vault from stopping.
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

/** Counted in looks, not in time: on a busy machine much has arrived when this process gets its turn. */
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
    // What has arrived while others had the processor is read before the next look.
    await nextTurn();
  }
}

function countConnections(server: VaultApp['server']): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}
