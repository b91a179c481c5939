import { cachedInstall } from './cached-install.mjs';
import { npm } from './npm.mjs';
import path from 'node:path';

const version = '22.23.3';

/**
 * Node 22, the oldest that the published command line supports, for its tests.
 * @param {string} node
 * @returns {Promise<string>} path of the program
 */
export async function findNode22(node) {
  const given = process.env['NODE_22'];
  if (given) return given;
  const folder = await cachedInstall(`node-${version}`, (target) => {
    const quiet = ['--no-save', '--engine-strict=false', '--no-audit', '--no-fund', '--no-package-lock'];
    return npm(node, ['install', '--prefix', target, ...quiet, `node@${version}`], target);
  });
  return path.join(folder, 'node_modules', 'node', 'bin', 'node');
}
