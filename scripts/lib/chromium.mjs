import { existsSync } from 'node:fs';
import { installFromDebian } from './apt.mjs';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const byHand = 'install Chromium (`sudo apt-get install chromium`) or set CHROMIUM to the path of a browser';

/**
 * The browser for the end-to-end tests: `CHROMIUM`, an installed browser, or Debian's package.
 * @returns {Promise<string>} path of the program
 */
export async function findChromium() {
  const found = process.env['CHROMIUM'] ?? candidates.find((file) => existsSync(file));
  if (found) return found;
  await installFromDebian('Chromium', ['chromium', 'fonts-dejavu-core', 'fonts-liberation'], byHand);
  return '/usr/bin/chromium';
}
