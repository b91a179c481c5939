// Bundles every program of the project into dist/. `node esbuild.mjs [--metafile]`
import { build } from 'esbuild';
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

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
const node = { ...shared, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] };

/** Packages that must stay outside a bundle: native code, and pino's worker threads. */
const nativePackages = ['better-sqlite3', 'pino'];

/**
 * The grammar of JavaScript is as large as all other grammars and the analysis of Python together, and
 * most agents need none: the server loads it when the first such file is opened.
 * @type {import('esbuild').Plugin}
 */
const lazyJavaScript = {
  name: 'lazy-javascript',
  setup: ({ onResolve }) => {
    const whole = /^\.\/javascript\/javascript\.ts$/;
    onResolve({ filter: whole }, () => ({ path: path.resolve('server/lazy-javascript.ts') }));
  },
};

/** @type {Record<string, import('esbuild').BuildOptions>} */
const programs = {
  extension: { ...node, entryPoints: ['client/extension.ts'], target: 'node20', external: ['vscode'] },
  server: {
    ...node,
    entryPoints: ['server/main.ts'],
    target: 'node20',
    external: ['./detector.js', './javascript.js'],
    plugins: [lazyJavaScript],
  },
  javascript: {
    ...node,
    entryPoints: ['analysis/languages/javascript/javascript.ts'],
    target: 'node20',
  },
  // Loaded by the server and the command line when a text first looks like holding a credential.
  detector: { ...node, entryPoints: ['hardcoded/detector.ts'], target: 'node20' },
  cli: {
    ...node,
    entryPoints: ['cli/main.ts'],
    target: 'node24',
    external: ['./detector.js', './vault.js'],
    banner: { js: '#!/usr/bin/env node' },
  },
  vault: { ...node, entryPoints: ['vault/main.ts'], target: 'node24', external: nativePackages },
};

const panels = ['create-secret', 'edit-access'];

await rm('dist', { recursive: true, force: true });
await mkdir('dist/webview', { recursive: true });
/** @type {Record<string, import('esbuild').Metafile>} */
const metafiles = {};
for (const [name, options] of Object.entries(programs)) {
  const result = await build({ ...options, outfile: `dist/${name}.js` });
  if (result.metafile) metafiles[name] = result.metafile;
}
for (const panel of panels) {
  const result = await build({
    ...shared,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    entryPoints: [`webview/${panel}/main.ts`],
    outfile: `dist/webview/${panel}.js`,
  });
  if (result.metafile) metafiles[panel] = result.metafile;
}
await chmod('dist/cli.js', 0o755);
await copyFile('node_modules/@vscode/codicons/dist/codicon.css', 'dist/webview/codicon.css');
await copyFile('node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/webview/codicon.ttf');
if (process.argv.includes('--metafile')) {
  await mkdir('build', { recursive: true });
  await writeFile('build/metafile.json', JSON.stringify(metafiles));
}
