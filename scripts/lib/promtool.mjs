import path from 'node:path';
import { unpackFromDebian } from './apt.mjs';
import { cachedInstall } from './cached-install.mjs';
import { findProgram } from './command.mjs';

const byHand = 'install promtool, which comes with Prometheus, and set PROMTOOL to its path';

/**
 * Prometheus's checker for metrics and alert rules: `PROMTOOL`, an installed promtool, or Debian's. Debian's
 * package is only unpacked into the cache, because installing it would start a server.
 * @returns {Promise<string>} path of the program
 */
export async function findPromtool() {
  const found = process.env['PROMTOOL'] ?? findProgram('promtool');
  if (found) return found;
  const folder = await cachedInstall('promtool', (inside) =>
    unpackFromDebian('promtool', 'prometheus', inside, byHand),
  );
  return path.join(folder, 'usr/bin/promtool');
}
