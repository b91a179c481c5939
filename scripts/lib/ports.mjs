import { createServer } from 'node:net';
import { Sentence } from './sentence.mjs';

const attempts = 50;

/**
 * The port to use: the wanted port or, unless it was requested explicitly, the next free one.
 * @param {number} wanted
 * @param {{ insisted: boolean, option: string, not?: number }} how
 */
export async function choosePort(wanted, { insisted, option, not }) {
  if (wanted !== not && (await isFree(wanted))) return wanted;
  if (insisted) {
    throw new Sentence(`Port ${wanted} is in use: stop what uses it or choose another with ${option} N.`);
  }
  for (let port = wanted + 1; port < wanted + attempts; port += 1) {
    if (port !== not && (await isFree(port))) return port;
  }
  throw new Sentence(`Ports ${wanted} to ${wanted + attempts - 1} are in use: choose one with ${option} N.`);
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
