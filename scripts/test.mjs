// `npm test`: sets up the machine, then runs every check and every test, even after a failure.
// `npm test -- NAME…` runs only the steps whose names contain one of the words.
// `npm test -- --changed[=COMMIT]` runs only what changes since that commit, or since the main branch, can
// affect.
import path from 'node:path';
import { checks, checksOf, runCheck } from './lib/checks.mjs';
import { run } from './lib/command.mjs';
import { asList, fieldOf } from './lib/json.mjs';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { elapsed } from './lib/progress.mjs';
import { Sentence } from './lib/sentence.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const started = Date.now();
  const words = process.argv.slice(2);
  const since = words.find((word) => /^--changed(=.|$)/.test(word));
  const named = since === undefined ? choose(words) : [];
  const needs = { codeServer: true, chromium: true, python: true, operating: true };
  const installed = await setUp(needs);
  const { node, codeServer = '', chromium = '', python = '', postgres = '', promtool = '' } = installed;
  const { node22 = '' } = installed;
  const programs = [path.join(root, 'node_modules', '.bin'), path.dirname(node), process.env['PATH']];
  const env = {
    ...process.env,
    PATH: programs.join(path.delimiter),
    CODE_SERVER: codeServer,
    CHROMIUM: chromium,
    PYTHON: python,
    POSTGRES_PROGRAMS: postgres,
    PROMTOOL: promtool,
    NODE_22: node22,
  };

  const chosen = since === undefined ? named : await chooseChanged(node, since.split('=').slice(1));
  let passed = 0;
  const failures = [];
  for (const group of chosen) {
    for (const outcome of await Promise.all(group.map((check) => runCheck(check, env)))) {
      passed += outcome.passed;
      failures.push(...outcome.failures);
    }
  }
  console.log(`\nTook ${elapsed(started)}.`);
  // Repeated at the end, because a message in the middle of long output is easily missed.
  for (const failure of failures) console.log(`✗ ${failure}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  if (failures.length > 0) process.exitCode = 1;
});

/** @param {readonly string[]} words */
function choose(words) {
  const isChosen = (/** @type {string} */ name) =>
    words.length === 0 || words.some((word) => name.includes(word));
  const chosen = checks.map((group) => group.filter(({ name }) => isChosen(name)));
  if (chosen.flat().length > 0) return chosen;
  const names = checks.flat().map(({ name }) => name);
  throw new Sentence(`Unknown step. Choose one of: ${names.join(', ')}.`);
}

/**
 * @param {string} node
 * @param {readonly string[]} commit
 */
async function chooseChanged(node, commit) {
  const script = path.join(root, 'scripts', 'lib', 'changed.mts');
  const { code, output } = await run(node, ['--no-warnings', script, ...commit], { cwd: root });
  if (code !== 0) throw new Sentence(output.trim());
  /** @type {unknown} */
  const changed = JSON.parse(output);
  const because = fieldOf(changed, 'everythingBecause');
  if (typeof because === 'string') {
    console.log(`Everything runs, because ${because} can affect everything.`);
    return checks;
  }
  const files = asList(fieldOf(changed, 'files')).map(String);
  const tests = asList(fieldOf(changed, 'tests')).map(String);
  console.log(`${files.length} changed files can affect ${tests.length} test files.`);
  console.log('End-to-end tests are left out; npm test -- end-to-end runs them.');
  return checksOf(files, tests);
}
