import { findChromium } from './chromium.mjs';
import { installCodeServer } from './code-server.mjs';
import { findNode22 } from './node22.mjs';
import { findNode24 } from './node24.mjs';
import { installPackages } from './packages.mjs';
import { findPostgres } from './postgres.mjs';
import { findPromtool } from './promtool.mjs';
import { findPython } from './python.mjs';

/**
 * Installs everything that a fresh machine is missing, in dependency order.
 * @param {{ codeServer?: boolean, chromium?: boolean, python?: boolean, operating?: boolean }} needs
 * `operating`: also installs the programs that only vault operators use
 * @returns {Promise<{ node: string, codeServer?: string, chromium?: string, python?: string, postgres?: string, promtool?: string, node22?: string }>} paths of the programs
 */
export async function setUp({ codeServer = false, chromium = false, python = false, operating = false }) {
  const node = await findNode24();
  await installPackages(node);
  return {
    node,
    ...(codeServer && { codeServer: await installCodeServer(node) }),
    ...(chromium && { chromium: await findChromium() }),
    ...(python && { python: await findPython() }),
    ...(operating && {
      postgres: await findPostgres(),
      promtool: await findPromtool(),
      node22: await findNode22(node),
    }),
  };
}
