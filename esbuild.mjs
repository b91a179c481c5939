// Bundles every program of the project into dist/. `node esbuild.mjs [--out FOLDER] [--metafile]`
import { build } from 'esbuild';
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
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
 * Parts that the analysis loads on first use, each in its own bundle: the JavaScript grammar is as large as all
 * the Python support together, and YAML is only read in agent projects. Imports of such a part resolve to the
 * file that loads it.
 * @type {import('esbuild').Plugin}
 */
const lazyParts = {
  name: 'lazy-parts',
  setup: (bundling) => {
    bundling.onResolve({ filter: /\/javascript\.ts$/ }, () => ({
      path: bundleFile('lazy-javascript.ts'),
    }));
    bundling.onResolve({ filter: /\/project\/agent-project\.ts$/ }, () => ({
      path: bundleFile('lazy-agent-project.ts'),
    }));
    bundling.onResolve({ filter: /\/(?:log-fixes|on-demand|step-sentences)\.ts$/ }, () => ({
      path: bundleFile('lazy-on-demand.ts'),
    }));
  },
};

/**
 * Browsers have no Node, so each folder puts its platform-specific code into two files with the same exports.
 * @type {import('esbuild').Plugin}
 */
const forBrowsers = {
  name: 'for-browsers',
  setup: (bundling) => {
    bundling.onResolve({ filter: /\/platform\/node\.ts$/ }, ({ path: specifier, resolveDir }) => ({
      path: path.resolve(resolveDir, specifier, '../web.ts'),
    }));
  },
};

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
  platform: 'browser',
  format: 'cjs',
  mainFields: ['browser', 'module', 'main'],
  target: 'es2022',
};

/**
 * The grammars import highlighting styles, which this project does not use.
 * @type {import('esbuild').Plugin}
 */
const withoutColours = {
  name: 'without-colours',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^@lezer\/highlight$/ }, () => ({ path: bundleFile('no-highlighting.ts') }));
  },
};

/**
 * The detector only scans text. Its one rule that would read a file, a key store, never receives one.
 * @type {import('esbuild').Plugin}
 */
const withoutDisk = {
  name: 'without-disk',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^node:(fs|path)$/ }, () => ({ path: 'disk', namespace: 'without-disk' }));
    bundling.onLoad({ filter: /^disk$/, namespace: 'without-disk' }, () => ({
      contents: `const fail = () => { throw new Error('This server has no file system.'); };
        export default { basename: (file) => file.slice(file.lastIndexOf('/') + 1), readFileSync: fail };`,
    }));
  },
};

/**
 * The client library compares versions to reject editors that are too old. The manifest already requires a
 * newer editor than the library does.
 * @type {import('esbuild').Plugin}
 */
const withoutVersions = {
  name: 'without-versions',
  setup: (bundling) => {
    const namespace = 'without-versions';
    bundling.onResolve({ filter: /^semver\/functions\// }, () => ({ path: 'versions', namespace }));
    // It parses the editor's version, then checks whether that satisfies its own requirement.
    bundling.onLoad({ filter: /^versions$/, namespace }, () => ({
      contents: 'module.exports = () => ({});',
    }));
  },
};

/**
 * Protocol features that our server does not offer, by file name in the client library. The library would
 * advertise each of them to every server and register listeners for it. Remove a feature from this list when
 * the server implements it.
 * @type {import('esbuild').Plugin}
 */
const withoutIdleFeatures = {
  name: 'without-idle-features',
  setup: (bundling) => {
    const idle = [
      ['callHierarchy', 'colorProvider', 'declaration', 'fileOperations', 'foldingRange', 'formatting'],
      ['implementation', 'inlineCompletion', 'inlineValue', 'linkedEditingRange', 'rename', 'selectionRange'],
      ['signatureHelp', 'textDocumentContent', 'typeDefinition', 'typeHierarchy'],
    ].flat();
    const filter = new RegExp(`vscode-languageclient/lib/common/(${idle.join('|')})\\.js$`);
    // Each feature class in such a file is replaced by one that does nothing; no other export is used.
    bundling.onLoad({ filter }, () => ({
      contents: `class IdleFeature {
          fillClientCapabilities() {}
          initialize() {}
          getState() { return { kind: 'static' }; }
          clear() {}
        }
        const get = (_, name) => {
          if (/Feature$/.test(name)) return IdleFeature;
          if (name !== '__esModule') throw new Error(\`There is no \${String(name)} here.\`);
        };
        module.exports = new Proxy({}, { get });`,
    }));
  },
};

/**
 * The protocol library can cancel requests through memory shared between threads. We do not use that.
 * @type {import('esbuild').Plugin}
 */
const withoutSharedMemory = {
  name: 'without-shared-memory',
  setup: (bundling) => {
    bundling.onLoad({ filter: /[\\/]vscode-jsonrpc[\\/].*[\\/]sharedArrayCancellation\.js$/ }, () => ({
      contents: 'exports.SharedArraySenderStrategy = exports.SharedArrayReceiverStrategy = class {};',
    }));
  },
};

/**
 * The protocol library writes each export several times: first as undefined, then with a getter. A single
 * assignment has the same effect, because no two of its files import each other.
 * @type {import('esbuild').Plugin}
 */
const plainExports = {
  name: 'plain-exports',
  setup: (bundling) => {
    const nothingFirst = /^(?:exports\.\w+ = )+void 0;$/gm;
    const byFunction =
      /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return ([\w.]+); \} \}\);$/gm;
    bundling.onLoad({ filter: /[\\/]vscode-jsonrpc[\\/]lib[\\/].*\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      return { contents: text.replaceAll(nothingFirst, '').replaceAll(byFunction, 'exports.$1 = $2;') };
    });
  },
};

/**
 * Programs of the language server load the analysis from its own bundle, which the package contains once for
 * processes and workers.
 * @type {import('esbuild').Plugin}
 */
const analysisOutside = {
  name: 'analysis-outside',
  setup: (bundling) => {
    const namespace = 'analysis-outside';
    bundling.onResolve({ filter: /\/analysis\/index\.ts$/ }, () => ({ path: 'analysis', namespace }));
    bundling.onLoad({ filter: /^analysis$/, namespace }, () => ({
      contents: `const { platform } = require('./platform/node.ts');
        const analysis = platform.loadBundle('analysis');
        analysis.loadBundlesWith(platform.loadBundle);
        module.exports = analysis;`,
      resolveDir: path.resolve('server'),
    }));
    bundling.onResolve({ filter: /^@lezer\/json$/ }, () => ({ path: 'json', namespace }));
    bundling.onLoad({ filter: /^json$/, namespace }, () => ({
      contents: `exports.parser = require('../analysis/index.ts').jsonParser;`,
      resolveDir: path.resolve('server'),
    }));
    // Parts of the review that this program does not use create parsers when they are loaded.
    bundling.onResolve({ filter: /^@lezer\// }, async ({ path: name, pluginData, ...options }) => {
      if (pluginData === namespace) return undefined;
      const resolved = await bundling.resolve(name, { ...options, pluginData: namespace });
      return { ...resolved, sideEffects: false };
    });
  },
};

/**
 * The command line loads its network with the first request: most runs of `check` send none.
 * @type {import('esbuild').Plugin}
 */
const networkOnDemand = {
  name: 'network-on-demand',
  setup: (bundling) => {
    bundling.onResolve({ filter: /\/network\.ts$/, namespace: 'file' }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './network.js', external: true } : undefined,
    );
  },
};

/**
 * What undici offers besides requests. Its index loads all of it.
 * @type {import('esbuild').Plugin}
 */
const withoutIdleUndici = {
  name: 'without-idle-undici',
  setup: (bundling) => {
    const filter =
      /[\\/]undici[\\/]lib[\\/](?:mock|cache|web[\\/](?:cache|eventsource|websocket))[\\/].*\.js$/;
    const used = /(?:websocket[\\/](?:util|constants|frame)|cache[\\/]util)\.js$/;
    bundling.onLoad({ filter }, ({ path: file }) =>
      used.test(file)
        ? undefined
        : { contents: 'module.exports = new Proxy({}, { get: () => class Unused {} });' },
    );
  },
};

/** @param {string} name */
function bundleFile(name) {
  return path.resolve('server/bundles', name);
}

/** @type {Record<string, import('esbuild').BuildOptions>} */
const programs = {
  extension: {
    ...node,
    entryPoints: ['client/extension.ts'],
    target: 'node20',
    external: ['vscode'],
    plugins: [withoutVersions, withoutIdleFeatures, withoutSharedMemory, plainExports],
  },
  server: {
    ...node,
    entryPoints: ['server/main.ts'],
    target: 'node20',
    plugins: [analysisOutside, withoutSharedMemory, plainExports],
  },
  'web/extension': {
    ...web,
    entryPoints: ['client/extension.ts'],
    external: ['vscode'],
    plugins: [forBrowsers, withoutIdleFeatures, withoutSharedMemory, plainExports],
  },
  'web/server': {
    ...web,
    entryPoints: ['server/worker-main.ts'],
    format: 'iife',
    plugins: [analysisOutside, forBrowsers, withoutSharedMemory, plainExports],
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
    plugins: [withoutColours],
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

const panels = [
  'access-changes',
  'access-matrix',
  'create-secret',
  'edit-access',
  'edit-secret',
  'history',
  'rotate',
  'secrets',
];

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
