import path from 'node:path';
import { cachedInstall } from './cached-install.mjs';
import { npm } from './npm.mjs';

const version = '24.21.0';

/**
 * Node 24, which everything except these scripts requires: the running Node, or one from the cache.
 * @returns {Promise<string>} path of the program
 */
export async function findNode24() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  const folder = await cachedInstall(`node-${version}`, (target) =>
    npm(
      process.execPath,
      [
        'install',
        '--prefix',
        target,
        '--no-save',
        '--engine-strict=false',
        '--no-audit',
        '--no-fund',
        '--no-package-lock',
        `node@${version}`,
      ],
      target,
    ),
  );
  return path.join(folder, 'node_modules', 'node', 'bin', 'node');
}
