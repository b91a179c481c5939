import path from 'node:path';
import { mkdir, rm } from 'node:fs/promises';
import { run } from './command.mjs';
import { asList, fieldOf, readJson } from './json.mjs';
import { root } from './paths.mjs';
import { elapsed } from './progress.mjs';

const reports = path.join(root, 'build', 'test-reports');
const tickMs = 15_000;
// Unit and process tests share one run, so that unit tests compute while process tests wait.
const unitAndProcess = ['vitest', 'run', '--project', 'unit', '--project', 'process'];
const endToEnd = ['vitest', 'run', '--project', 'e2e*'];
/**
 * Whether end-to-end tests run beside the others: each often waits while the other computes. Their ports
 * differ, and neither changes a file in `dist/` that the other uses.
 */
const testsOverlap = false;

/**
 * @typedef {object} Check one step of `npm test`
 * @property {string} name
 * @property {readonly string[]} command run by Node 24, relative to node_modules/.bin or the project
 * @property {boolean} [tests] whether it is a Vitest project, whose tests are counted individually
 *
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {readonly string[]} failures a line for each failure
 */

/**
 * Groups run one after the other; the checks in a group run in parallel. Cheap checks come first, so that
 * failures show up early.
 * @type {readonly (readonly Check[])[]}
 */
export const checks = [
  [
    { name: 'format', command: ['prettier', '--check', '.'] },
    { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
    { name: 'types', command: ['tsc', '-b'] },
    { name: 'types of scripts', command: ['tsc', '-p', 'tsconfig.scripts.json'] },
    { name: 'unused files, exports, packages', command: ['knip'] },
  ],
  [{ name: 'build and package', command: ['npm', 'run', 'package'] }],
  [{ name: 'Python package', command: ['npm', 'run', 'package:python'] }],
  ...(testsOverlap ? overlappingTests() : consecutiveTests()),
];

/** @returns {readonly (readonly Check[])[]} */
function consecutiveTests() {
  return [
    [{ name: 'unit and process', command: unitAndProcess, tests: true }],
    [{ name: 'end-to-end', command: endToEnd, tests: true }],
  ];
}

/**
 * The start suite builds `dist/` again, so it runs alone.
 * @returns {readonly (readonly Check[])[]}
 */
function overlappingTests() {
  const workers = '--maxWorkers=2';
  return [
    [
      { name: 'unit and process', command: [...unitAndProcess, workers], tests: true },
      { name: 'end-to-end', command: ['vitest', 'run', '--project', 'e2e', workers], tests: true },
    ],
    [{ name: 'end-to-end start', command: ['vitest', 'run', '--project', 'e2e-start'], tests: true }],
  ];
}

/**
 * The checks that a change can fail.
 * @param {readonly string[]} files that the change added or modified
 * @param {readonly string[]} tests that the change can affect
 * @returns {readonly (readonly Check[])[]}
 */
export function checksOf(files, tests) {
  const code = files.filter((file) => /\.(ts|mts|mjs|js)$/.test(file));
  return [
    [
      { name: 'format', command: ['prettier', '--check', '--ignore-unknown', ...files] },
      { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', ...code] },
      { name: 'types', command: ['tsc', '-b'] },
    ].filter(({ name }) => (name === 'format' ? files : code).length > 0),
    tests.some((test) => /\.process\.test\.ts$|^test\/server\//.test(test))
      ? [{ name: 'build', command: ['npm', 'run', 'build'] }]
      : [],
    [{ name: 'affected tests', command: [...unitAndProcess, ...tests], tests: true }],
  ];
}

/**
 * Runs one check, prints the result, and shows the output if it failed.
 * @param {Check} check
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Outcome>}
 */
export async function runCheck(check, env) {
  const started = Date.now();
  console.log(`• ${check.name} …`);
  const ticker = setInterval(
    () => console.log(`  still busy with: ${check.name} (${elapsed(started)})`),
    tickMs,
  );
  try {
    const report = await newReport(check);
    const [program = '', ...args] = check.command;
    const reporters = check.tests ? ['--reporter=default', '--reporter=json', `--outputFile=${report}`] : [];
    const { code, output } = await run(program, [...args, ...reporters], { cwd: root, env });
    const outcome = await outcomeOf(check, report, code);
    if (code !== 0) console.log(output.trimEnd().replaceAll(/^/gm, '  '));
    console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${elapsed(started)}${summary(check, outcome)})`);
    return outcome;
  } finally {
    clearInterval(ticker);
  }
}

/** @param {Check} check */
async function newReport({ name }) {
  await mkdir(reports, { recursive: true });
  const file = path.join(reports, `${name.replaceAll(/\W+/g, '-')}.json`);
  await rm(file, { force: true });
  return file;
}

/**
 * @param {Check} check
 * @param {string} report
 * @param {number} code
 * @returns {Promise<Outcome>}
 */
async function outcomeOf({ name, tests }, report, code) {
  if (!tests) return code === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [name] };
  const files = asList(fieldOf(await readJson(report), 'testResults'));
  const results = files.flatMap((file) => asList(fieldOf(file, 'assertionResults')));
  const passed = results.filter((one) => fieldOf(one, 'status') === 'passed').length;
  const failures = files.flatMap(failuresIn).map((failure) => `${name}: ${failure}`);
  return { passed, failures: code !== 0 && failures.length === 0 ? [name] : failures };
}

/**
 * A file that does not load or whose setup fails is reported as failed, but has no failed test.
 * @param {unknown} file from Vitest's report
 * @returns {readonly string[]}
 */
function failuresIn(file) {
  const place = path.relative(root, String(fieldOf(file, 'name')));
  const failed = asList(fieldOf(file, 'assertionResults')).filter(
    (one) => fieldOf(one, 'status') === 'failed',
  );
  if (failed.length === 0) return fieldOf(file, 'status') === 'failed' ? [place] : [];
  return failed.map((one) => `${place}: ${String(fieldOf(one, 'fullName'))}`);
}

/**
 * @param {Check} check
 * @param {Outcome} outcome
 */
function summary({ tests }, { passed, failures }) {
  return tests ? `, ${passed} passed, ${failures.length} failed` : '';
}
