import type { Bundles, Platform } from './platform.ts';

/** The platform for a process. Imports nothing of Node, because a worker loads this file too. */
export const platform: Platform = {
  nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
  loadBundle,
  // In a remote window, the server runs where the files are.
  schemesHere: ['file', 'vscode-remote'],
};

/** The other bundles are in the same folder as the server's bundle. */
function loadBundle<Name extends keyof Bundles>(name: Name): Bundles[Name] {
  const load: (id: string) => Bundles[Name] = require;
  return load(`./${name}.js`);
}
