import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type { Bundles, Platform } from './platform.ts';

/** A process. The bundle for browsers takes `web.ts` in its place (see `esbuild.mjs`). */
export const platform: Platform = {
  nextTurn: () => setImmediate(),
  loadBundle,
  // In a remote window the server runs where the files are.
  schemesHere: ['file', 'vscode-remote'],
};

/** They lie beside the bundle of the server. */
function loadBundle<Name extends keyof Bundles>(name: Name): Bundles[Name] {
  const load: (id: string) => Bundles[Name] = createRequire(__filename);
  return load(`./${name}.js`);
}
