// The check of a whole project: `node test/bench/project.mjs`, after a build; Linux with Python only. All
// Python files of the machine's library and packages are copied below an agent project; then `agent-secrets
// check`, a bare Node read loop and, with `--peers FOLDER`, ripgrep process them alternately.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rounded } from './support/statistics.mjs';

const rounds = 7;
const words = 'get_secret|secret_vault|get_secret_vault_custom_secret|environ|getenv';
const libraries = readdirSync('/usr/lib')
  .filter((name) => name.startsWith('python3'))
  .map((name) => path.join('/usr/lib', name));
const peers = process.argv[process.argv.indexOf('--peers') + 1] ?? '';
const ripgrep = path.join(
  peers,
  'node_modules/@vscode/ripgrep-universal/bin',
  `${process.platform}-${process.arch}`,
  'rg',
);

/** The baseline: the simplest way to look at every file once. */
const readLoop = `
const { readdirSync, readFileSync } = require('node:fs');
let found = 0;
for (const entry of readdirSync('.', { recursive: true, withFileTypes: true }))
  if (entry.name.endsWith('.py') && readFileSync(entry.parentPath + '/' + entry.name).includes('get_secret')) found++;
`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-bench-'));
try {
  console.log(JSON.stringify(figures(), null, 1));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function figures() {
  const { files, bytes } = copyLibraries();
  const programs = {
    'agent-secrets check': [
      process.execPath,
      path.resolve('dist/cli.js'),
      'check',
      '--catalog',
      'catalog.json',
    ],
    'bare Node read loop': [process.execPath, '-e', readLoop],
    ...(existsSync(ripgrep) && { ripgrep: [ripgrep, '--no-ignore', '--count', '-g', '*.py', words, '.'] }),
  };
  const best = Object.fromEntries(Object.keys(programs).map((name) => [name, Infinity]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of Object.entries(programs))
      best[name] = Math.min(best[name] ?? Infinity, secondsOf(command));
  }
  const bare = best['bare Node read loop'] ?? Number.NaN;
  return {
    'Python files': files,
    megabytes: Math.round(bytes / 1e6),
    ...Object.fromEntries(
      Object.entries(best).map(([name, s]) => [`${name}, best of ${rounds}, s`, rounded(s)]),
    ),
    'agent-secrets per bare Node read loop': rounded((best['agent-secrets check'] ?? Number.NaN) / bare),
  };
}

function copyLibraries() {
  let files = 0;
  let bytes = 0;
  const isPython = (/** @type {string} */ source) => {
    const found = statSync(source, { throwIfNoEntry: false });
    if (found?.isDirectory()) return true;
    if (!source.endsWith('.py') || found === undefined) return false;
    files++;
    bytes += found.size;
    return true;
  };
  for (const library of libraries)
    cpSync(library, path.join(folder, path.basename(library)), {
      recursive: true,
      dereference: true,
      filter: isPython,
    });
  if (files === 0) throw new Error('there is no Python below /usr/lib on this machine');
  writeFileSync(path.join(folder, 'project.yaml'), 'project_id: bench\nproject_name: Bench\n');
  const agents = [{ agentId: 'bench', agentName: 'Bench', complete: true, secrets: [] }];
  writeFileSync(
    path.join(folder, 'catalog.json'),
    JSON.stringify({ version: 1, asOf: '2026-01-01T00:00:00.000Z', agents }),
  );
  return { files, bytes };
}

/** @param {readonly string[]} command */
function secondsOf([program = '', ...args]) {
  const started = performance.now();
  const { status, error, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  if (error !== undefined || (status ?? 2) > 1) throw new Error(`${program} failed: ${error ?? stderr}`);
  return (performance.now() - started) / 1000;
}
