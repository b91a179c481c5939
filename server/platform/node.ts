import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type { Bundles, Platform } from './platform.ts';

/** The platform for a process. The browser bundle uses `web.ts` instead (see `esbuild.mjs`). */
export const platform: Platform = {
  nextTurn: () => setImmediate(),
  loadBundle,
  // In a remote window, the server runs where the files are.
  schemesHere: ['file', 'vscode-remote'],
};

/** The other bundles are in the same folder as the server's bundle. */
function loadBundle<Name extends keyof Bundles>(name: Name): Bundles[Name] {
  const load: (id: string) => Bundles[Name] = createRequire(__filename);
  return load(`./${name}.js`);
}
