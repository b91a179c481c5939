import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { cacheFolder } from './paths.mjs';
import { step } from './progress.mjs';

const marker = '.complete';

/**
 * Makes sure that a folder in the cache exists and is complete. The installation uses a temporary folder that
 * is renamed at the very end, so a killed run leaves nothing behind that looks installed.
 * @param {string} name of the folder, including the version
 * @param {(folder: string) => Promise<void>} install
 * @returns {Promise<string>} the folder
 */
export async function cachedInstall(name, install) {
  const folder = path.join(cacheFolder, name);
  if (existsSync(path.join(folder, marker))) return folder;
  return withLock(path.join(cacheFolder, `${name}.lock`), async () => {
    if (existsSync(path.join(folder, marker))) return folder; // Another run has just installed it.
    await step(`Installing ${name} into the cache`, () => installBeside(folder, install));
    return folder;
  });
}

/**
 * @param {string} folder
 * @param {(folder: string) => Promise<void>} install
 */
async function installBeside(folder, install) {
  await removeLeftovers(folder);
  await mkdir(cacheFolder, { recursive: true });
  const beside = await mkdtemp(`${folder}.part-`);
  try {
    await install(beside);
    await writeFile(path.join(beside, marker), '');
    await rm(folder, { recursive: true, force: true });
    await rename(beside, folder);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/**
 * Removes installations that were killed. The caller holds the lock, so none of them is still running.
 * @param {string} folder
 */
async function removeLeftovers(folder) {
  const names = await readdir(cacheFolder).catch(() => []);
  const leftovers = names.filter((name) => name.startsWith(`${path.basename(folder)}.part-`));
  for (const name of leftovers) await rm(path.join(cacheFolder, name), { recursive: true, force: true });
}
