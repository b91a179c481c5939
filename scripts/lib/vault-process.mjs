import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './children.mjs';
import { root } from './paths.mjs';
import { Sentence } from './sentence.mjs';

const patienceMs = 20_000;

/**
 * Starts the vault and waits until it responds.
 * @param {{ node: string, data: string, port: number }} options
 */
export async function startVault({ node, data, port }) {
  const url = `http://127.0.0.1:${port}`;
  const args = [path.join(root, 'dist', 'cli.js'), 'vault', 'serve', '--data', data, '--port', String(port)];
  const child = startChild('The vault', node, args, { cwd: root });
  try {
    await Promise.race([untilReady(`${url}/readyz`, child), child.crashed]);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { url, child, adminKey: (await readFile(path.join(data, 'admin.key'), 'utf8')).trim() };
}

const mostRestarts = 5;

/**
 * Starts a vault again whenever it stops on its own. VS Code stays open, and with it everything that was typed
 * there. After several restarts, or if the vault cannot be started, only says so.
 * @param {import('./children.mjs').Child} child
 * @param {() => Promise<{ child: import('./children.mjs').Child }>} startAgain
 * @returns {Promise<void>} never rejects
 */
export async function keepVaultRunning(child, startAgain) {
  let current = child;
  try {
    for (let restarts = 0; ; restarts++) {
      const reason = await current.crashed.catch((/** @type {unknown} */ error) => messageOf(error));
      if (restarts === mostRestarts) throw new Sentence(`${reason} It has been restarted ${restarts} times.`);
      console.log(`${reason} Starting it again.`);
      current = (await startAgain()).child;
      console.log('The vault is running again.');
    }
  } catch (error) {
    console.log(`${messageOf(error)} VS Code stays open; stop with Ctrl-C and run npm start again.`);
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Waits until a URL responds with success.
 * @param {string} url
 * @param {import('./children.mjs').Child} child
 */
export async function untilReady(url, { name, log }) {
  for (const started = Date.now(); Date.now() - started < patienceMs; await sleep(50)) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
  throw new Sentence(`${name} did not answer within ${patienceMs / 1000} seconds: see ${log}.`);
}
