// Bundles every program of the project into dist/. `node esbuild.mjs [--out FOLDER] [--metafile]`
import { build } from 'esbuild';
import { globSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  analysisOutside,
  cryptoOnDemand,
  extensionOutside,
  lazyParts,
  networkOnDemand,
  plainExports,
  serverOutside,
  sharedParts,
  withoutColours,
  withoutDisk,
  withoutIdleFeatures,
  withoutIdleUndici,
  withoutSharedMemory,
  withoutVersions,
} from './scripts/lib/bundle-plugins.mjs';
import { iconsNamedIn } from './scripts/lib/icon-font.mts';
import { nativePackages } from './scripts/lib/native-packages.mjs';

const { values: given } = parseArgs({
  options: { out: { type: 'string', default: 'dist' }, metafile: { type: 'boolean', default: false } },
});
const out = given.out;

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};
/** @type {import('esbuild').BuildOptions} */
// Quotes of sentences are one character each, not six.
const node = { ...shared, charset: 'utf8', platform: 'node', format: 'cjs', mainFields: ['module', 'main'] };

/**
 * A bundle that both a process and a worker load. It sets `module.exports`, and its top-level names stay out
 * of the worker's global scope.
 * @type {import('esbuild').BuildOptions}
 */
const anywhere = {
  ...shared,
  platform: 'browser',
  format: 'cjs',
  mainFields: ['browser', 'module', 'main'],
  target: ['node20', 'es2022'],
  banner: { js: '(()=>{' },
  footer: { js: '})();' },
};
/** @type {import('esbuild').BuildOptions} */
const web = {
  ...shared,
  charset: 'utf8',
  platform: 'browser',
  format: 'cjs',
  mainFields: ['browser', 'module', 'main'],
  target: 'es2022',
};

/** @type {Record<string, import('esbuild').BuildOptions>} */
const programs = {
  extension: {
    ...node,
    entryPoints: ['client/main.ts'],
    target: 'node20',
    external: ['vscode'],
    plugins: [extensionOutside, withoutVersions],
  },
  server: {
    ...node,
    entryPoints: ['server/main.ts'],
    target: 'node20',
    plugins: [serverOutside, withoutSharedMemory, plainExports, cryptoOnDemand],
  },
  'shared-server': {
    ...anywhere,
    entryPoints: ['server/shared-main.ts'],
    // A worker that starts with this script has no `module`.
    banner: { js: '((module)=>{' },
    footer: { js: '})(typeof module=="object"?module:{});' },
    plugins: [analysisOutside, withoutSharedMemory, plainExports],
  },
  'web/extension': {
    ...web,
    entryPoints: ['client/main-web.ts'],
    external: ['vscode'],
    plugins: [withoutIdleFeatures, withoutSharedMemory, plainExports],
  },
  // The language server starts this for each review of a change.
  changes: {
    ...node,
    entryPoints: ['server/changes/main.ts'],
    target: 'node20',
    external: ['./detector.js'],
    plugins: [analysisOutside],
  },
  analysis: {
    ...anywhere,
    entryPoints: ['server/bundles/analysis.ts'],
    plugins: [lazyParts, withoutColours],
  },
  'agent-project': { ...anywhere, entryPoints: ['analysis/project/agent-project.ts'] },
  'on-demand': { ...anywhere, entryPoints: ['analysis/features/on-demand.ts'] },
  javascript: {
    ...anywhere,
    entryPoints: ['analysis/languages/javascript.ts'],
    // Exports a function that receives the parts of the engine.
    banner: { js: 'module.exports=(shared)=>{const module={};' },
    footer: { js: 'return module.exports};' },
    plugins: [sharedParts, withoutColours],
  },
  // Loaded by the server and the command line when a text first looks like it contains a credential.
  detector: { ...anywhere, entryPoints: ['hardcoded/detector.ts'], plugins: [withoutDisk] },
  cli: {
    ...node,
    entryPoints: ['cli/main.ts'],
    target: 'node22',
    external: ['./detector.js', './mcp.js', './sign-in.js', './vault.js'],
    plugins: [networkOnDemand],
    banner: { js: '#!/usr/bin/env node' },
  },
  network: { ...node, entryPoints: ['cli/host/network.ts'], target: 'node22', plugins: [withoutIdleUndici] },
  // The threads that look at the files of a large project.
  scan: { ...node, entryPoints: ['review/files/scan-worker.ts'], target: 'node22' },
  // The GitHub Action, which starts the command line next to it.
  action: { ...node, entryPoints: ['integrations/github-action/main.ts'], target: 'node24' },
  // Loaded by `agent-secrets mcp`.
  mcp: { ...node, entryPoints: ['assistants/mcp/serve-mcp.ts'], target: 'node22' },
  // The extension starts this in a terminal, with the editor's own Node.
  run: { ...node, entryPoints: ['run/main.ts'], target: 'node20' },
  // `agent-secrets call` starts this for a JavaScript or TypeScript file, with the Node that it runs on
  // itself.
  call: { ...node, entryPoints: ['run/call/main.ts'], target: 'node22' },
  // Loaded by the extension and the command line when a user signs in.
  'sign-in': { ...node, entryPoints: ['sign-in/index.ts'], target: 'node20' },
  vault: {
    ...node,
    entryPoints: ['vault/main.ts'],
    target: 'node24',
    external: nativePackages,
    // The path of the bundle: CommonJS modules have no import.meta.
    define: { 'import.meta.filename': '__filename' },
  },
};

const panels = globSync('webview/*/main.ts').map((file) => path.basename(path.dirname(file)));

await rm(out, { recursive: true, force: true });
await mkdir(`${out}/webview`, { recursive: true });
/** @type {Record<string, import('esbuild').Metafile>} */
const metafiles = {};
for (const [name, options] of Object.entries(programs)) {
  const result = await build({ ...options, outfile: `${out}/${name}.js` });
  if (result.metafile) metafiles[name] = result.metafile;
}
// Code shared by several panels is packaged once. A script's nonce also covers the scripts it imports.
const result = await build({
  ...shared,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  entryPoints: Object.fromEntries(panels.map((panel) => [panel, `webview/${panel}/main.ts`])),
  splitting: true,
  chunkNames: 'common-[hash]',
  outdir: `${out}/webview`,
});
if (result.metafile) metafiles['webview'] = result.metafile;
await chmod(`${out}/cli.js`, 0o755);
await writeIcons();
// Runs in place with any Python: `python dist/runtime/python/call.py call FILE`.
await cp('runtime/python/src', `${out}/runtime/python`, {
  recursive: true,
  filter: (file) => !file.includes('__pycache__'),
});
await copyFile('runtime/python/call.py', `${out}/runtime/python/call.py`);
if (given.metafile) {
  const folder = out === 'dist' ? 'build' : out;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'metafile.json'), JSON.stringify(metafiles));
}

/** The panels use a dozen of several hundred icons. */
async function writeIcons() {
  const icons = 'node_modules/@vscode/codicons/dist';
  const panelScripts = (await readdir(`${out}/webview`)).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(panelScripts.map((file) => readFile(`${out}/webview/${file}`, 'utf8')));
  const all = {
    css: await readFile(`${icons}/codicon.css`, 'utf8'),
    font: await readFile(`${icons}/codicon.ttf`),
  };
  const { css, font } = iconsNamedIn(all, texts.join('\n'));
  await writeFile(`${out}/webview/codicon.css`, css);
  await writeFile(`${out}/webview/codicon.ttf`, font);
}
