import os from 'node:os';
import path from 'node:path';

/** The project's folder. */
export const root = path.resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

/** Node and VS Code for tests and for `npm start`, shared between clones. */
export const cacheFolder = path.join(
  process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'),
  'agent-secrets',
);

/** What a clone keeps between starts: the example vault, its keys, VS Code's settings, and logs. */
export const localFolder = process.env['AGENT_SECRETS_LOCAL'] || path.join(root, '.local');

/** @param {readonly string[]} segments */
export const local = (...segments) => path.join(localFolder, ...segments);
