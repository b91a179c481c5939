// Bundles every program of the project into dist/. `node esbuild.mjs [--metafile]`
import { build } from 'esbuild';
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { iconsNamedIn } from './scripts/lib/icon-font.mts';
import { nativePackages } from './scripts/lib/native-packages.mjs';

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
 * Parts that the server loads when it first needs them, each a bundle of its own: the grammar of
 * JavaScript is as large as everything about Python together, and where no agent is, nobody reads YAML.
 * Imports of the whole part lead to the file that loads it.
 * @type {import('esbuild').Plugin}
 */
const lazyParts = {
  name: 'lazy-parts',
  setup: (bundling) => {
    bundling.onResolve({ filter: /\/javascript\.ts$/ }, () => ({
      path: serverFile('lazy-javascript.ts'),
    }));
    bundling.onResolve({ filter: /\/project\/agent-project\.ts$/ }, () => ({
      path: serverFile('lazy-agent-project.ts'),
    }));
    bundling.onResolve({ filter: /\/on-demand\.ts$/ }, () => ({
      path: serverFile('lazy-on-demand.ts'),
    }));
  },
};

/**
 * In a browser there is no Node: each folder has what differs in two files with one shape.
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
 * A bundle that both a process and a worker load: it hands over `module.exports`, and what is at its top
 * is no name of the worker.
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
 * Grammars say how to colour code, which nobody here shows.
 * @type {import('esbuild').Plugin}
 */
const withoutColours = {
  name: 'without-colours',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^@lezer\/highlight$/ }, () => ({ path: serverFile('no-highlighting.ts') }));
  },
};

/**
 * The detector looks at texts. The one rule that would read a file, a store of keys, is never handed any.
 * @type {import('esbuild').Plugin}
 */
const withoutDisk = {
  name: 'without-disk',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^node:(fs|path)$/ }, () => ({ path: 'disk', namespace: 'without-disk' }));
    bundling.onLoad({ filter: /^disk$/, namespace: 'without-disk' }, () => ({
      contents: `const fail = () => { throw new Error('There is no disk here.'); };
        export default { basename: (file) => file.slice(file.lastIndexOf('/') + 1), readFileSync: fail };`,
    }));
  },
};

/**
 * The library of the client compares versions to see whether the editor is too old for it. The manifest asks
 * for a newer editor than that already.
 * @type {import('esbuild').Plugin}
 */
const withoutVersions = {
  name: 'without-versions',
  setup: (bundling) => {
    const namespace = 'without-versions';
    bundling.onResolve({ filter: /^semver\/functions\// }, () => ({ path: 'versions', namespace }));
    // It parses the editor's version, and asks whether that satisfies its own.
    bundling.onLoad({ filter: /^versions$/, namespace }, () => ({
      contents: 'module.exports = () => ({});',
    }));
  },
};

/**
 * Features of the protocol that our server does not offer, by their files in the client's library, which would
 * tell every server of them and listen for each. Whoever teaches the server one of them takes it out here.
 * @type {import('esbuild').Plugin}
 */
const withoutIdleFeatures = {
  name: 'without-idle-features',
  setup: (bundling) => {
    const idle = [
      ['callHierarchy', 'colorProvider', 'declaration', 'foldingRange', 'formatting'],
      ['implementation', 'inlineCompletion', 'inlineValue', 'linkedEditingRange', 'rename', 'selectionRange'],
      ['signatureHelp', 'textDocumentContent', 'typeDefinition', 'typeHierarchy'],
    ].flat();
    const filter = new RegExp(`vscode-languageclient/lib/common/(${idle.join('|')})\\.js$`);
    // A class in such a file is a feature that says and does nothing; nobody asks for anything else.
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
 * The library of the protocol can cancel requests through memory that two threads share. No thread of ours does.
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
 * The library of the protocol lists what it exports three times over: as nothing first, then with a function for
 * each. Said once it is the same, as no two of its files need each other.
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

/** @param {string} name */
function serverFile(name) {
  return path.resolve('server', name);
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
    external: ['./agent-project.js', './detector.js', './javascript.js', './on-demand.js'],
    plugins: [lazyParts, withoutColours, withoutSharedMemory, plainExports],
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
    plugins: [lazyParts, withoutColours, forBrowsers, withoutSharedMemory, plainExports],
  },
  'agent-project': { ...anywhere, entryPoints: ['analysis/project/agent-project.ts'] },
  'on-demand': { ...anywhere, entryPoints: ['analysis/features/on-demand.ts'] },
  javascript: {
    ...anywhere,
    entryPoints: ['analysis/languages/javascript.ts'],
    plugins: [withoutColours],
  },
  // Loaded by the server and the command line when a text first looks like holding a credential.
  detector: { ...anywhere, entryPoints: ['hardcoded/detector.ts'], plugins: [withoutDisk] },
  cli: {
    ...node,
    entryPoints: ['cli/main.ts'],
    target: 'node24',
    external: ['./detector.js', './sign-in.js', './vault.js'],
    banner: { js: '#!/usr/bin/env node' },
  },
  // What the extension starts in a terminal, with the editor's own Node.
  run: { ...node, entryPoints: ['run/main.ts'], target: 'node20' },
  // What `agent-secrets call` starts for a file in JavaScript or TypeScript, with the Node that runs itself.
  call: { ...node, entryPoints: ['run/call/main.ts'], target: 'node22' },
  // Loaded by the extension and the command line when somebody signs in.
  'sign-in': { ...node, entryPoints: ['sign-in/index.ts'], target: 'node20' },
  vault: {
    ...node,
    entryPoints: ['vault/main.ts'],
    target: 'node24',
    external: nativePackages,
    // Where the bundle is: modules of this format know no import.meta.
    define: { 'import.meta.filename': '__filename' },
  },
};

const panels = ['access-matrix', 'create-secret', 'edit-access', 'edit-secret', 'history', 'rotate'];

await rm('dist', { recursive: true, force: true });
await mkdir('dist/webview', { recursive: true });
/** @type {Record<string, import('esbuild').Metafile>} */
const metafiles = {};
for (const [name, options] of Object.entries(programs)) {
  const result = await build({ ...options, outfile: `dist/${name}.js` });
  if (result.metafile) metafiles[name] = result.metafile;
}
// What several panels need is in the package once; a script's nonce holds for what it imports.
const result = await build({
  ...shared,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  entryPoints: Object.fromEntries(panels.map((panel) => [panel, `webview/${panel}/main.ts`])),
  splitting: true,
  chunkNames: 'common-[hash]',
  outdir: 'dist/webview',
});
if (result.metafile) metafiles['webview'] = result.metafile;
await chmod('dist/cli.js', 0o755);
await writeIcons();
// Runs where it is, with any Python: `python dist/runtime/python/call.py call FILE`.
await cp('runtime/python/src', 'dist/runtime/python', {
  recursive: true,
  filter: (file) => !file.includes('__pycache__'),
});
await copyFile('runtime/python/call.py', 'dist/runtime/python/call.py');
if (process.argv.includes('--metafile')) {
  await mkdir('build', { recursive: true });
  await writeFile('build/metafile.json', JSON.stringify(metafiles));
}

/** Of hundreds of icons the panels show a dozen. */
async function writeIcons() {
  const icons = 'node_modules/@vscode/codicons/dist';
  const panelScripts = (await readdir('dist/webview')).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(panelScripts.map((file) => readFile(`dist/webview/${file}`, 'utf8')));
  const all = {
    css: await readFile(`${icons}/codicon.css`, 'utf8'),
    font: await readFile(`${icons}/codicon.ttf`),
  };
  const { css, font } = iconsNamedIn(all, texts.join('\n'));
  await writeFile('dist/webview/codicon.css', css);
  await writeFile('dist/webview/codicon.ttf', font);
}
