// How the check of one file grows with its length: `node test/bench/growth.mjs`, after a build. Each step has
// five times the lines of the previous one; the time of an empty file, which is the startup, is subtracted.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rounded } from './support/statistics.mjs';

const steps = [1000, 5000, 25_000];
const rounds = 3;
const check = ['check', '--catalog', 'catalog.json', '--format', 'json'];

/** @type {Readonly<Record<string, (lines: number) => Sample>>} */
const samples = {
  'reads and prints in one function': (lines) => ({
    name: 'f.py',
    text: `def f(conv):\n${times(lines / 2, (i) => `    v${i} = conv.utils.get_secret("k${i}")\n    print(v${i})`)}`,
  }),
  'the same in TypeScript': (lines) => ({
    name: 'f.ts',
    text: `async function f(conv) {\n${times(lines / 2, (i) => `const v${i} = await conv.utils.getSecret("k${i}");\nconsole.log(v${i});`)}\n}`,
  }),
  'environment reads, listed': (lines) => ({
    name: 'f.py',
    command: ['references'],
    text: `import os\n${times(lines, (i) => `V${i} = os.environ["A${i}_API_KEY"]`)}`,
  }),
  'comments that silence': (lines) => ({
    name: 'f.py',
    text: times(lines, (i) => `conv.utils.get_secret("k${i}")  # agent-secrets: ignore[secret-not-found] x`),
  }),
  '200 misspelt names, four times as many secrets': (lines) => ({
    name: 'f.py',
    text: times(200, (i) => `conv.utils.get_secret("customer_${i}_apo_key")`),
    secrets: lines * 4,
  }),
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-bench-'));
try {
  console.log(JSON.stringify(figures(), null, 1));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @typedef {{ readonly name: string, readonly text: string, readonly secrets?: number, readonly command?: readonly string[] }} Sample
 */

function figures() {
  return Object.fromEntries(Object.entries(samples).map(([title, sample]) => [title, growthOf(sample)]));
}

/** @param {(lines: number) => Sample} sample */
function growthOf(sample) {
  const all = steps.map((lines) => secondsOf(sample(lines)) - secondsOf({ ...sample(lines), text: '' }));
  /** @type {Record<string, number>} */
  const seconds = {};
  for (const [at, one] of all.entries()) seconds[`${steps[at]} lines, CPU s`] = rounded(one);
  const ratio = (all.at(-1) ?? Number.NaN) / (all.at(-2) ?? Number.NaN);
  return { ...seconds, 'the last per the one before': rounded(ratio) };
}

/**
 * The least CPU time of some checks.
 * @param {Sample} sample
 */
function secondsOf({ name, text, secrets = 0, command = check }) {
  writeFileSync(path.join(folder, name), text);
  writeFileSync(path.join(folder, 'project.yaml'), 'project_id: bench\nproject_name: Bench\n');
  writeFileSync(path.join(folder, 'catalog.json'), JSON.stringify(catalogOf(secrets)));
  return Math.min(...Array.from({ length: rounds }, () => cpuSeconds([...command, name])));
}

/** @param {readonly string[]} command */
function cpuSeconds(command) {
  const program = `
    const started = process.cpuUsage();
    process.on('exit', () => { const { user, system } = process.cpuUsage(started); process.stderr.write('CPU ' + (user + system) / 1e6); });
    process.argv.splice(1, 0, ${JSON.stringify(path.resolve('dist/cli.js'))});
    require(${JSON.stringify(path.resolve('dist/cli.js'))});`;
  const args = ['-e', program, '--', ...command];
  const { stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  const [, seconds] = /CPU ([\d.]+)$/.exec(stderr) ?? [];
  if (seconds === undefined) throw new Error(`the check failed: ${stderr}`);
  return Number(seconds);
}

/** @param {number} count */
function catalogOf(count) {
  const secrets = Array.from({ length: count }, (_, i) => ({
    name: `customer_${i}_api_key`,
    kind: 'single',
    fields: [],
    description: '',
    access: 'granted',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }));
  const agents = [{ agentId: 'bench', agentName: 'Bench', complete: true, secrets }];
  return { version: 1, asOf: '2026-01-01T00:00:00.000Z', agents };
}

/**
 * @param {number} count
 * @param {(index: number) => string} piece
 */
function times(count, piece) {
  return Array.from({ length: count }, (_, index) => piece(index)).join('\n');
}
