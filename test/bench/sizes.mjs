// Sizes of what ships, in bytes: `node test/bench/sizes.mjs`, after `npm run package`.
import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const bundles = [
  'dist/extension.js',
  'dist/server.js',
  'dist/cli.js',
  'dist/vault.js',
  'dist/webview/create-secret.js',
  'dist/webview/edit-access.js',
];
const rows = bundles.map((file) => [
  file,
  { bytes: statSync(file).size, gzip: gzipSync(readFileSync(file)).length },
]);
console.log(
  JSON.stringify({ package: statSync('dist/agent-secrets.vsix').size, ...Object.fromEntries(rows) }, null, 1),
);
