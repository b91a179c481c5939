// The time of `npx --offline agent-secrets check`, compared with the bundle that it starts:
// `node test/bench/npx.mjs`. Prints one JSON object; times in milliseconds, medians of nine runs.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-npx-'));
const check = ['check', path.join(root, 'examples'), '--catalog', path.join(root, 'examples/catalog.json')];
try {
  const packed = path.join(folder, 'packed');
  execFileSync(process.execPath, [path.join(root, 'scripts/package-npm.mjs'), '--out', packed], {
    cwd: root,
  });
  const tarball = readdirSync(packed).find((name) => /^agent-secrets-\d/.test(name)) ?? '';
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  const install = ['install', '--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
  execFileSync('npm', [...install, path.join(packed, tarball)], { cwd: folder, stdio: 'pipe' });
  const bundle = median(process.execPath, ['node_modules/agent-secrets/dist/cli.js', ...check], 1);
  const npx = median('npx', ['--offline', 'agent-secrets', ...check], 1);
  const npxAlone = median('npx', ['--offline', '-c', 'true'], 0);
  const ratio = Math.round((npx / bundle) * 100) / 100;
  console.log(JSON.stringify({ bundle, npx, 'npx without a program': npxAlone, 'npx / bundle': ratio }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {number} expected exit code
 */
function median(program, args, expected) {
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now();
    const { status } = spawnSync(program, args, { cwd: folder, stdio: 'ignore' });
    if (status !== expected) throw new Error(`${program} ended with ${status}.`);
    return performance.now() - started;
  });
  return Math.round(times.toSorted((a, b) => a - b)[4] ?? 0);
}
