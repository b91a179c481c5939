import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { local, root } from './paths.mjs';
import { step } from './progress.mjs';

/**
 * Installs the project's packages when they are not the ones of package-lock.json.
 * @param {string} node
 */
export async function installPackages(node) {
  if (await isInstalled()) return;
  await withLock(local('packages.lock'), async () => {
    if (await isInstalled()) return;
    await step('Installing packages (npm ci)', () => npm(node, ['ci', '--no-audit', '--no-fund'], root));
  });
}

/**
 * npm writes `node_modules/.package-lock.json` as the last act of an install: a half-finished one
 * has none, and an outdated one differs.
 */
async function isInstalled() {
  const [wanted, present] = await Promise.all([
    readPackages(path.join(root, 'package-lock.json')),
    readPackages(path.join(root, 'node_modules', '.package-lock.json')),
  ]);
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([name, { version, optional, link }]) => {
    if (name === '' || link) return true;
    const found = present[name];
    return found ? found.version === version : Boolean(optional);
  });
}

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @param {string} file
 * @returns {Promise<Record<string, LockedPackage> | undefined>}
 */
async function readPackages(file) {
  try {
    // npm wrote both files; a field it did not write reads as "not installed".
    const lock = /** @type {{ packages?: Record<string, LockedPackage> }} */ (
      JSON.parse(await readFile(file, 'utf8'))
    );
    return lock.packages;
  } catch {
    return undefined;
  }
}
