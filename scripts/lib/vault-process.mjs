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
