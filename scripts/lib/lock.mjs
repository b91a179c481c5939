import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const staleAfterMs = 15 * 60_000;

/**
 * Runs `work` while no other process on this machine runs it under the same lock file.
 * Takes over a lock whose process has died, or that is older than any installation could take.
 * @template Result
 * @param {string} file
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(file, work) {
  await mkdir(path.dirname(file), { recursive: true });
  await acquire(file);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** @param {string} file */
async function acquire(file) {
  for (let announced = false; !(await tryCreate(file));) {
    if (await isStale(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!announced) console.log(`  another run holds ${path.basename(file)}; waiting for it`);
    announced = true;
    await sleep(300);
  }
}

/** @param {string} file */
async function tryCreate(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
async function isStale(file) {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    if (Date.now() - mtimeMs > staleAfterMs) return true;
    return text !== '' && !isAlive(Number(text));
  } catch {
    return false; // The lock file is already gone.
  }
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
