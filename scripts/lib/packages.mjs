import path from 'node:path';
import { asRecord, fieldOf, readJson } from './json.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { local, root } from './paths.mjs';
import { step } from './progress.mjs';

/**
 * Installs the project's packages when they are not the ones of package-lock.json. Not with `npm ci`:
 * it refuses a lock file without the optional packages of other platforms, which not every registry
 * has. This installs the same locked versions and leaves the lock file alone.
 * @param {string} node
 */
export async function installPackages(node) {
  if (await isInstalled()) return;
  await withLock(local('packages.lock'), async () => {
    if (await isInstalled()) return;
    await step('Installing packages', () =>
      npm(node, ['install', '--no-save', '--no-audit', '--no-fund'], root),
    );
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
  return Object.entries(wanted).every(([name, locked]) => {
    if (name === '') return true; // The project itself.
    if (!present[name]) return fieldOf(locked, 'optional') === true;
    return fieldOf(present[name], 'version') === fieldOf(locked, 'version');
  });
}

/** @param {string} file */
async function readPackages(file) {
  return asRecord(fieldOf(await readJson(file), 'packages'));
}
