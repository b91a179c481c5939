// `npm run bench`: builds, then runs every file of test/bench/ and prints their figures as one table.
// `npm run bench -- NAME…` runs only the named ones. Each file prints one JSON object.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from './lib/command.mjs';
import { asRecord } from './lib/json.mjs';
import { runMain } from './lib/main.mjs';
import { buildPackage } from './lib/package-extension.mjs';
import { root } from './lib/paths.mjs';
import { step } from './lib/progress.mjs';
import { Sentence } from './lib/sentence.mjs';
import { setUp } from './lib/setup.mjs';

const folder = path.join(root, 'test', 'bench');

await runMain(async () => {
  const wanted = process.argv.slice(2);
  const { node } = await setUp({});
  await buildPackage(node);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.mjs')).toSorted();
  const chosen = files.filter((name) => wanted.length === 0 || wanted.includes(path.parse(name).name));
  const tables = [];
  for (const name of chosen)
    tables.push(await step(`Measuring: ${path.parse(name).name}`, () => measure(node, name)));
  for (const table of tables) console.log(`\n${table}`);
});

/**
 * @param {string} node
 * @param {string} name
 */
async function measure(node, name) {
  const { code, output } = await run(
    node,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', path.join(folder, name), '--json'],
    {
      cwd: root,
    },
  );
  const json = output.slice(Math.max(0, output.indexOf('{')));
  if (code !== 0) throw new Sentence(`The benchmark ${name} failed with exit code ${code}:\n${output}`);
  const rows = flatten(parse(json)).map(([figure, value]) => `| ${figure} | ${value} |`);
  return [`| ${path.parse(name).name} | |`, '| --- | ---: |', ...rows].join('\n');
}

/**
 * @param {string} json
 * @returns {unknown}
 */
function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return { output: json.trim() };
  }
}

/**
 * @param {unknown} value
 * @param {string} [prefix]
 * @returns {[figure: string, value: string][]}
 */
function flatten(value, prefix = '') {
  const record = asRecord(value);
  if (!record) return [[prefix, typeof value === 'number' ? value.toLocaleString('en') : String(value)]];
  return Object.entries(record).flatMap(([name, inner]) =>
    flatten(inner, prefix ? `${prefix} ${name}` : name),
  );
}
