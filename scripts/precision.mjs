// `npm run precision [-- FOLDER…]`: analyzes third-party code as if it belonged to an agent with a complete
// but empty catalog. Any reference to an agent secret would be a false alarm. The default folders are
// Python's standard library, /usr/lib/python3 and node_modules. `--hints N` lists N of the environment
// findings, evenly spread, for manual review. Fails on any other finding and on any crash.
// `--as-agent` treats variables as secrets that all exist in the vault, to trigger the rules about values.
// `--key-value` gives these secrets fields, so that every use as a string is a mismatch. `--sample N` lists N
// of the findings. Fails on findings of the rules about names, because all names exist, and on any crash.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { asAgent, ruledOut } from '../test/precision/as-agent.ts';
import { asItIs, measurePrecision } from '../test/precision/measure.ts';
import { root } from './lib/paths.mjs';

const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    'as-agent': { type: 'boolean', default: false },
    'key-value': { type: 'boolean', default: false },
    hints: { type: 'string', default: '0' },
    sample: { type: 'string', default: '0' },
  },
});
const isAgent = values['as-agent'];
const foreign = isAgent ? asAgent(values['key-value'] ? 'key_value' : 'single') : asItIs;
const started = performance.now();
const result = measurePrecision(folders.length > 0 ? folders : defaultFolders(), foreign);
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
const all = result.folders.flatMap(({ findings }) => findings);
const alarms = all.filter(({ rule }) => (isAgent ? ruledOut.has(rule) : rule !== 'env-secret-missing'));
const references = isAgent ? [] : result.folders.flatMap(({ agentReferences }) => agentReferences);
const crashes = result.folders.flatMap((one) => one.crashes);
for (const line of [...references, ...crashes].slice(0, 50)) console.log(line);
for (const { rule, place, code } of alarms.slice(0, 100)) console.log(`${rule} ${place}: ${code}`);
print(
  all.filter(({ rule }) => rule === 'env-secret-missing'),
  Number(values.hints),
);
print(all, Number(values.sample));
if (references.length + alarms.length + crashes.length > 0) process.exitCode = 1;

/**
 * Prints `count` findings, evenly spread. The selection is deterministic.
 *
 * @param {readonly import('../test/precision/measure.ts').ForeignFinding[]} found
 * @param {number} count
 */
function print(found, count) {
  const step = found.length / Math.min(count, found.length);
  for (let position = 0; position < found.length; position += step) {
    const one = found[Math.floor(position)];
    if (one) console.log(`${one.rule} ${one.place}: ${one.code}`);
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
