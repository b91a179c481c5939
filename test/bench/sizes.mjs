// Sizes of the shipped files, in bytes, as a table: `node test/bench/sizes.mjs`, after `npm run package`.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const panels = readdirSync('dist/webview').filter((file) => /^(?!common-).*\.js$/.test(file));
const bundles = ['extension', 'server', 'shared-server', 'web/extension', 'javascript', 'cli', 'vault'];
const rows = [
  row('the package (`.vsix`)', [], statSync('dist/agent-secrets.vsix').size),
  ...bundles.map((name) => row(`\`dist/${name}.js\``, [`dist/${name}.js`])),
  ...panels.map((file) =>
    row(`the panel \`${path.parse(file).name}\`, with everything it loads`, loaded(file)),
  ),
];
console.log(['| file | bytes | gzip |', '| --- | ---: | ---: |', ...rows].join('\n'));

/**
 * @param {string} what
 * @param {readonly string[]} files
 * @param {number} [known]
 */
function row(what, files, known) {
  const texts = files.map((file) => readFileSync(file));
  const bytes = known ?? sum(texts.map((text) => text.length));
  const gzip = known === undefined ? inThousands(sum(texts.map((text) => gzipSync(text).length))) : '–';
  return `| ${what} | ${inThousands(bytes)} | ${gzip} |`;
}

/**
 * Panels share scripts.
 * @param {string} file
 * @returns {readonly string[]}
 */
function loaded(file) {
  const found = new Set([file]);
  for (const one of found) {
    const text = readFileSync(path.join('dist/webview', one), 'utf8');
    for (const [, shared = ''] of text.matchAll(/"\.\/(common-[\w-]+\.js)"/g)) found.add(shared);
  }
  return [...found].map((one) => path.join('dist/webview', one));
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0);
}

/** @param {number} number */
function inThousands(number) {
  return number.toLocaleString('en');
}
