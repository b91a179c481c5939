// `npm test`: sets the machine up, then runs every check and every test, also after a failure.
// `npm test -- NAME…` runs only the steps whose name contains one of the words.
import path from 'node:path';
import { checks, runCheck } from './lib/checks.mjs';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { elapsed } from './lib/progress.mjs';
import { Sentence } from './lib/sentence.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const started = Date.now();
  const chosen = choose(process.argv.slice(2));
  const needs = { codeServer: true, chromium: true, python: true, operating: true };
  const installed = await setUp(needs);
  const { node, codeServer = '', chromium = '', python = '', postgres = '', promtool = '' } = installed;
  const programs = [path.join(root, 'node_modules', '.bin'), path.dirname(node), process.env['PATH']];
  const env = {
    ...process.env,
    PATH: programs.join(path.delimiter),
    CODE_SERVER: codeServer,
    CHROMIUM: chromium,
    PYTHON: python,
    POSTGRES_PROGRAMS: postgres,
    PROMTOOL: promtool,
  };

  let passed = 0;
  const failures = [];
  for (const check of chosen) {
    const outcome = await runCheck(check, env);
    passed += outcome.passed;
    failures.push(...outcome.failures);
  }
  console.log(`\nTook ${elapsed(started)}.`);
  // Repeated at the end, because a message in the middle of a long output is easily missed.
  for (const failure of failures) console.log(`✗ ${failure}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  if (failures.length > 0) process.exitCode = 1;
});

/** @param {readonly string[]} words */
function choose(words) {
  const chosen = checks.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (chosen.length > 0) return chosen;
  throw new Sentence(`Unknown step. Choose one of: ${checks.map(({ name }) => name).join(', ')}.`);
}
