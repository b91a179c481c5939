import path from 'node:path';
import { asRecord, fieldOf, readJson } from './json.mjs';

/** Packages that can't be bundled, because they contain native code or (pino) start worker threads. */
export const nativePackages = ['better-sqlite3', 'pino'];

/**
 * The folders of packages and all their dependencies, within the folder that contains `node_modules`.
 * @param {string} folder
 * @param {readonly string[]} names
 * @returns {Promise<readonly string[]>} names, sorted
 */
export async function packagesWithDependencies(folder, names) {
  const lock = asRecord(fieldOf(await readJson(path.join(folder, 'package-lock.json')), 'packages'));
  const found = new Set(names);
  // A set's iteration includes elements added during it.
  for (const name of found) {
    for (const dependency of Object.keys(
      asRecord(fieldOf(lock?.[`node_modules/${name}`], 'dependencies')) ?? {},
    )) {
      found.add(dependency);
    }
  }
  return [...found].toSorted();
}
