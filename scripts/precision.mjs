// `npm run precision [-- FOLDER…]`: analyses code that other people wrote, as if an agent with an empty, complete
// catalog owned it: every reference to an agent's secret would be a finding there, and there must be none.
// Without folders: Python's standard library, /usr/lib/python3 and node_modules. `--hints N` lists N of the
// environment findings, evenly spread, for people to judge. Fails on any other finding and on any crash.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { measurePrecision } from '../test/precision/measure.ts';
import { root } from './lib/paths.mjs';

const { folders, hints } = argumentsFrom(process.argv.slice(2));
const started = performance.now();
const result = measurePrecision(folders.length > 0 ? folders : defaultFolders());
const seconds = ((performance.now() - started) / 1000).toFixed(1);

console.log('| folder | files | MB | agent references | findings | environment findings | crashes |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const one of result.folders) {
  const megabytes = (one.characters / 1e6).toFixed(1);
  const others = one.findings.filter(({ rule }) => rule !== 'env-secret-missing');
  const environment = one.findings.length - others.length;
  console.log(
    `| ${[one.folder, one.files, megabytes, one.agentReferences.length, others.length, environment, one.crashes.length].join(' | ')} |`,
  );
}
console.log(`\n${seconds} s. Findings by rule:`);
console.table(result.byRule);
const alarms = result.folders.flatMap(({ findings }) =>
  findings.filter(({ rule }) => rule !== 'env-secret-missing'),
);
const references = result.folders.flatMap(({ agentReferences }) => agentReferences);
const crashes = result.folders.flatMap((one) => one.crashes);
for (const line of [...references, ...crashes].slice(0, 50)) console.log(line);
for (const { rule, place, code } of alarms.slice(0, 100)) console.log(`${rule} ${place}: ${code}`);
if (hints > 0) printHints(hints);
if (references.length + alarms.length + crashes.length > 0) process.exitCode = 1;

/** @param {number} count */
function printHints(count) {
  const all = result.folders.flatMap(({ findings }) =>
    findings.filter(({ rule }) => rule === 'env-secret-missing'),
  );
  const step = all.length / Math.min(count, all.length);
  for (let position = 0; position < all.length; position += step) {
    const hint = all[Math.floor(position)];
    if (hint) console.log(`${hint.place}: ${hint.code}`);
  }
}

/** @returns {string[]} */
function defaultFolders() {
  const library = execFileSync('python3', ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
    encoding: 'utf8',
  }).trim();
  return [library, '/usr/lib/python3', path.join(root, 'node_modules')].filter((folder) =>
    existsSync(folder),
  );
}

/** @param {string[]} given */
function argumentsFrom(given) {
  const at = given.indexOf('--hints');
  if (at === -1) return { folders: given, hints: 0 };
  return { folders: given.toSpliced(at, 2), hints: Number(given[at + 1] ?? 50) };
}
