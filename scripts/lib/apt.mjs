import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { findProgram, run } from './command.mjs';
import { step } from './progress.mjs';
import { Sentence } from './sentence.mjs';

/**
 * Installs Debian packages if possible.
 * @param {string} what for messages: "Chromium"
 * @param {readonly string[]} packages
 * @param {string} byHand what the user should do if that is not possible
 */
export async function installFromDebian(what, packages, byHand) {
  if (!findProgram('apt-get'))
    throw new Sentence(`${what} is missing and apt-get is not available: ${byHand}.`);
  if (process.getuid?.() !== 0)
    throw new Sentence(`${what} is missing and only root can install it: ${byHand}.`);
  await step(`Installing ${what} (apt-get)`, () => install(what, packages, byHand));
}

/**
 * @param {string} what
 * @param {readonly string[]} packages
 * @param {string} byHand
 */
async function install(what, packages, byHand) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update'], { env });
  const result = await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  if (result.code === 0) return;
  const reason = lastErrorOf(result.output) ?? lastErrorOf(update.output) ?? `exit code ${result.code}`;
  throw new Sentence(`apt-get could not install ${what} (${reason}): check the network, or ${byHand}.`);
}

/**
 * Unpacks a Debian package into a folder without installing it: no service starts, and root is not needed if
 * the package lists are already there.
 * @param {string} what for messages: "promtool"
 * @param {string} name of the package
 * @param {string} folder
 * @param {string} byHand what the user should do if that is not possible
 */
export async function unpackFromDebian(what, name, folder, byHand) {
  if (!findProgram('apt-get') || !findProgram('dpkg')) {
    throw new Sentence(`${what} is missing and apt-get is not available: ${byHand}.`);
  }
  const download = () => run('apt-get', ['download', name], { cwd: folder });
  let result = await download();
  if (result.code !== 0) {
    await run('apt-get', ['update']);
    result = await download();
  }
  const file = (await readdir(folder)).find((one) => one.endsWith('.deb'));
  if (file) result = await run('dpkg', ['-x', path.join(folder, file), folder]);
  if (file && result.code === 0) return;
  const reason = lastErrorOf(result.output) ?? `exit code ${result.code}`;
  throw new Sentence(`apt-get could not download ${what} (${reason}): check the network, or ${byHand}.`);
}

/** @param {string} output */
function lastErrorOf(output) {
  return output
    .split('\n')
    .findLast((line) => line.startsWith('E: '))
    ?.slice(3);
}
