import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { VaultApp } from './vault-app.ts';

/** Nobody has asked for so long: whoever keeps a connection is not about to. */
const quietMs = 100;
const longestDrainMs = 1_000;
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

async function drain(server: VaultApp['server']): Promise<void> {
  const start = performance.now();
  let lastAsked = start;
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false;
    lastAsked = performance.now();
  });
  while (performance.now() - Math.max(lastAsked, start) < quietMs) {
    if (performance.now() - start > longestDrainMs || (await countConnections(server)) === 0) return;
    await sleep(lookEveryMs);
  }
}

function countConnections(server: VaultApp['server']): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}
