import os from 'node:os';
import path from 'node:path';

/** The project's folder. */
export const root = path.resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

/** Shared by several clones: Node and VS Code for tests and for `npm start`. */
export const cacheFolder = path.join(
  process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'),
  'agent-secrets',
);

/** What one clone keeps between starts: the example vault, its keys, VS Code's settings, logs. */
export const localFolder = process.env['AGENT_SECRETS_LOCAL'] || path.join(root, '.local');

/** @param {readonly string[]} segments */
export const local = (...segments) => path.join(localFolder, ...segments);
