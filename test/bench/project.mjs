// The check of a whole project: `node test/bench/project.mjs --peers FOLDER [--python FOLDER]`, after a build;
// Linux with Python only. 13,000 Python files of the machine's library, or of `--python`, are copied below an
// agent project, some of them several times if there are fewer, next to one that reads a secret. Then
// `agent-secrets check`, a bare Node read loop and ripgrep process them alternately. CPU time also counts on a
// busy machine.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { rounded } from './support/statistics.mjs';

const rounds = 7;
const count = 13_000;
const words = 'get_secret|secret_vault|get_secret_vault_custom_secret|environ|getenv';
const { values: given } = parseArgs({
  options: {
    peers: { type: 'string', default: '' },
    python: { type: 'string', default: '/usr/lib' },
    json: { type: 'boolean' },
  },
});
const ripgrep = path.join(
  given.peers,
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
/** Tells how much memory the process had at most. */
const memory = `process.on('exit', () => require('node:fs').writeFileSync('../memory', String(process.resourceUsage().maxRSS)));`;

const outer = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-bench-'));
const folder = path.join(outer, 'project');
try {
  console.log(JSON.stringify(figures(), null, 1));
} finally {
  rmSync(outer, { recursive: true, force: true });
}

function figures() {
  const bytes = copyLibraries();
  writeFileSync(path.join(outer, 'memory.cjs'), memory);
  const programs = {
    check: [
      process.execPath,
      '--require',
      '../memory.cjs',
      path.resolve('dist/cli.js'),
      'check',
      '--catalog',
      'catalog.json',
    ],
    bare: [process.execPath, '-e', readLoop],
    ripgrep: [ripgrep, '--no-ignore', '--count', '-g', '*.py', words, '.'],
  };
  const best = {
    check: { wall: Infinity, cpu: Infinity },
    bare: { wall: Infinity, cpu: Infinity },
    ripgrep: { wall: Infinity, cpu: Infinity },
  };
  let largest = 0;
  for (let round = 0; round < rounds; round++) {
    for (const name of /** @type {(keyof typeof programs)[]} */ (Object.keys(programs))) {
      const { wall, cpu } = secondsOf(programs[name]);
      best[name] = { wall: Math.min(best[name].wall, wall), cpu: Math.min(best[name].cpu, cpu) };
    }
    largest = Math.max(largest, Number(readFileSync(path.join(outer, 'memory'), 'utf8')));
  }
  const { check, bare, ripgrep: peer } = best;
  return {
    'Python files': count,
    megabytes: Math.round(bytes / 1e6),
    cores: os.availableParallelism(),
    [`agent-secrets check, best of ${rounds}, s`]: rounded(check.wall),
    [`bare Node read loop, best of ${rounds}, s`]: rounded(bare.wall),
    [`ripgrep, best of ${rounds}, s`]: rounded(peer.wall),
    'agent-secrets per ripgrep + bare Node read loop': rounded(check.wall / (bare.wall + peer.wall)),
    'agent-secrets check, CPU s': rounded(check.cpu),
    'the same ratio of CPU time': rounded(check.cpu / (bare.cpu + peer.cpu)),
    'memory (largest maximum RSS), MiB': Math.round(largest / 1024),
  };
}

function copyLibraries() {
  const found = globSync('**/*.py', { cwd: given.python }).toSorted();
  if (found.length === 0) throw new Error(`There is no Python below ${given.python} on this machine.`);
  let bytes = 0;
  for (let at = 0; at < count; at++) {
    const name = found[at % found.length] ?? '';
    const target = path.join(folder, `part${Math.floor(at / found.length)}`, name);
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(path.join(given.python, name), target);
    bytes += statSync(target).size;
  }
  writeFileSync(path.join(folder, 'project.yaml'), 'project_id: bench\nproject_name: Bench\n');
  writeFileSync(
    path.join(folder, 'take_deposit.py'),
    'def take_deposit(conv):\n    return conv.utils.get_secret("pay_key")\n',
  );
  const agents = [{ agentId: 'bench', agentName: 'Bench', complete: true, secrets: [] }];
  writeFileSync(
    path.join(folder, 'catalog.json'),
    JSON.stringify({ version: 1, asOf: '2026-01-01T00:00:00.000Z', agents }),
  );
  return bytes;
}

/**
 * The shell knows how much CPU time the program and its threads took.
 * @param {readonly string[]} command
 */
function secondsOf([program = '', ...args]) {
  const started = performance.now();
  const shell = ['-c', '"$@" > ../output; code=$?; times; exit $code', 'sh', program, ...args];
  const { status, stdout, stderr } = spawnSync('sh', shell, { cwd: folder, encoding: 'utf8' });
  const wall = (performance.now() - started) / 1000;
  if ((status ?? 2) > 1) throw new Error(`${program} failed: ${stderr}`);
  const children = stdout.trim().split('\n').at(-1) ?? '';
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
  return { wall, cpu };
}
