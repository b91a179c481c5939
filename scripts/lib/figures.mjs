import path from 'node:path';
import { run } from './command.mjs';
import { asRecord } from './json.mjs';
import { root } from './paths.mjs';
import { Sentence } from './sentence.mjs';

/** Each file in this folder prints one JSON object. */
export const benchFolder = path.join(root, 'test', 'bench');

/**
 * Runs a file of `test/bench/` and returns its figures as a table.
 * @param {string} node
 * @param {string} name of the file
 * @param {readonly string[]} args
 */
export async function measure(node, name, args = []) {
  const { code, output } = await run(
    node,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', path.join(benchFolder, name), '--json', ...args],
    { cwd: root },
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
    flatten(inner, prefix ? `${prefix}: ${name}` : name),
  );
}
