import { existsSync } from 'node:fs';
import { findProgram, run } from './command.mjs';
import { step } from './progress.mjs';
import { Sentence } from './sentence.mjs';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const byHand = 'install Chromium (`sudo apt-get install chromium`) or set CHROMIUM to the path of a browser';

/**
 * The browser of the end-to-end tests: `CHROMIUM`, an installed one, or Debian's.
 * @returns {Promise<string>} path of the program
 */
export async function findChromium() {
  const found = process.env['CHROMIUM'] ?? candidates.find((file) => existsSync(file));
  if (found) return found;
  if (!findProgram('apt-get')) throw new Sentence(`Chromium is missing and apt-get is not here: ${byHand}.`);
  if (process.getuid?.() !== 0)
    throw new Sentence(`Chromium is missing and only root can install it: ${byHand}.`);
  await step('Installing Chromium (apt-get)', install);
  return '/usr/bin/chromium';
}

async function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const fonts = ['fonts-dejavu-core', 'fonts-liberation'];
  const update = await run('apt-get', ['update'], { env });
  const result = await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', ...fonts], {
    env,
  });
  if (result.code === 0) return;
  const reason = lastErrorOf(result.output) ?? lastErrorOf(update.output) ?? `exit code ${result.code}`;
  throw new Sentence(`apt-get could not install Chromium (${reason}): check the network, or ${byHand}.`);
}

/** @param {string} output */
function lastErrorOf(output) {
  return output
    .split('\n')
    .findLast((line) => line.startsWith('E: '))
    ?.slice(3);
}
