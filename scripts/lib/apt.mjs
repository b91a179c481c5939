import { findProgram, run } from './command.mjs';
import { step } from './progress.mjs';
import { Sentence } from './sentence.mjs';

/**
 * Installs packages of Debian, where that is possible.
 * @param {string} what for the person: "Chromium"
 * @param {readonly string[]} packages
 * @param {string} byHand what to do where it is not possible
 */
export async function installFromDebian(what, packages, byHand) {
  if (!findProgram('apt-get')) throw new Sentence(`${what} is missing and apt-get is not here: ${byHand}.`);
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

/** @param {string} output */
function lastErrorOf(output) {
  return output
    .split('\n')
    .findLast((line) => line.startsWith('E: '))
    ?.slice(3);
}
