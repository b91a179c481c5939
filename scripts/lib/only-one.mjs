import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from './lock.mjs';
import { Sentence } from './sentence.mjs';

/**
 * Claims a file for this process while it runs, because two programs on the same vault would conflict.
 * @param {string} file
 * @param {string} script name of the script, to detect that another program has reused the process id
 */
export async function onlyOne(file, script) {
  await mkdir(path.dirname(file), { recursive: true });
  const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (owner > 0 && owner !== process.pid && (await runs(owner, script))) {
    throw new Sentence(
      `Agent Secrets already runs from this folder (process ${owner}): stop it there with Ctrl-C first.`,
    );
  }
  await writeFile(file, String(process.pid));
  return { release: () => rm(file, { force: true }) };
}

/**
 * @param {number} pid
 * @param {string} script
 */
async function runs(pid, script) {
  if (!isAlive(pid)) return false;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => script);
  return commandLine.includes(script);
}
