// The review of a change, compared with checks: `node test/bench/diff.mjs`, after a build. 10,000 Python files in
// 100 agents, of which a change touches 10 in 2; and the same files in a single agent. Prints one JSON object;
// times in milliseconds, the best of five alternating runs.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rounded } from './support/statistics.mjs';

const rounds = 5;
const cli = path.resolve('dist/cli.js');
const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-bench-'));
try {
  console.log(JSON.stringify({ ...figuresOf('100 agents', 100), ...figuresOf('1 agent', 1) }, null, 1));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} name
 * @param {number} agents
 */
function figuresOf(name, agents) {
  const root = path.join(folder, String(agents));
  writeProject(root, agents);
  const affected = Array.from({ length: Math.min(2, agents) }, (_, at) => `agent-${at}`);
  const programs = {
    'check --diff': ['--diff', 'main'],
    'check of the affected agents': affected,
    'check of everything': ['.'],
  };
  const best = new Map(Object.keys(programs).map((key) => [key, Infinity]));
  for (let round = 0; round < rounds; round++)
    for (const [key, args] of Object.entries(programs))
      best.set(key, Math.min(best.get(key) ?? Infinity, millisecondsOf(root, args)));
  const [diff = 0, parts = 0, whole = 0] = best.values();
  return {
    ...Object.fromEntries([...best].map(([key, ms]) => [`${name}: ${key}, ms`, Math.round(ms)])),
    [`${name}: check --diff per check of the affected agents`]: rounded(diff / parts),
    [`${name}: check --diff per check of everything`]: rounded(diff / whole),
  };
}

/**
 * @param {string} root
 * @param {readonly string[]} args
 */
function millisecondsOf(root, args) {
  const started = performance.now();
  const command = [cli, 'check', ...args, '--catalog', 'catalog.json', '--format', 'json'];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, maxBuffer: 1e9 });
  if (status === 2 || status === null) throw new Error(String(stderr));
  return performance.now() - started;
}

/**
 * A branch that changes ten files in at most two agents. One file in twenty reads a secret.
 * @param {string} root
 * @param {number} agents
 */
function writeProject(root, agents) {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: root,
    });
  const secrets = ['pay_key', 'crm_key'].map((name) => ({
    name,
    kind: 'single',
    fields: [],
    description: '',
    access: 'granted',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }));
  const ids = Array.from({ length: agents }, (_, at) => `agent-${at}`);
  const catalogs = ids.map((id) => ({ agentId: id, agentName: id, complete: true, secrets }));
  mkdirSync(root, { recursive: true });
  writeFileSync(
    path.join(root, 'catalog.json'),
    JSON.stringify({ version: 1, asOf: '2026-11-01T00:00:00.000Z', agents: catalogs }),
  );
  for (const id of ids) {
    mkdirSync(path.join(root, id, 'functions'), { recursive: true });
    writeFileSync(path.join(root, id, 'project.yaml'), `project_id: ${id}\nproject_name: ${id}\n`);
    for (let at = 0; at < 10_000 / agents; at++) writeFileSync(fileOf(root, id, at), textOf(at, ''));
  }
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=base');
  git('checkout', '--quiet', '-b', 'feature');
  for (let at = 0; at < 10; at++)
    writeFileSync(
      fileOf(root, ids[at % Math.min(2, agents)] ?? '', at * 20),
      textOf(at * 20, '    print(key)\n'),
    );
  git('commit', '--quiet', '--all', '--message=change');
}

/**
 * @param {string} root
 * @param {string} id
 * @param {number} at
 */
function fileOf(root, id, at) {
  return path.join(root, id, 'functions', `function_${at % 10_000}.py`);
}

/**
 * @param {number} at
 * @param {string} more
 */
function textOf(at, more) {
  const body = Array.from(
    { length: 60 },
    (_, line) => `    total = total + ${line} * len(str(items))\n`,
  ).join('');
  const read = at % 20 === 0 ? `    key = conv.utils.get_secret("pay_key")\n${more}` : '';
  return `def function_${at}(conv, items=()):\n    total = 0\n${read}${body}    return total\n`;
}
