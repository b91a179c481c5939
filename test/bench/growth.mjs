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
  ...inBoth('many functions', {
    py: (lines) =>
      times(lines / 4, (i) => `def f${i}(conv):\n    v = conv.utils.get_secret("k${i}")\n    print(v)\n`),
    ts: (lines) =>
      times(
        lines / 4,
        (i) =>
          `export async function f${i}(conv) {\n  const v = await conv.utils.getSecret("k${i}");\n  console.log(v);\n}`,
      ),
  }),
  ...inBoth('one function with branches', {
    py: (lines) =>
      `def f(conv, a):\n    v = ""\n${times(lines / 3, (i) => `    if a == ${i}:\n        v = conv.utils.get_secret("k${i}")\n    print(v)`)}`,
    ts: (lines) =>
      `async function f(conv, a) {\nlet v = "";\n${times(lines / 3, (i) => `if (a === ${i})\n  v = await conv.utils.getSecret("k${i}");\nconsole.log(v);`)}\n}`,
  }),
  ...inBoth('a chain of helpers', {
    py: (lines) =>
      `${times(lines / 3, (i) => `def h${i}(v):\n    return h${i + 1}(v)\n`)}\ndef f(conv):\n    print(h0(conv.utils.get_secret("k")))`,
    ts: (lines) =>
      `${times(lines / 3, (i) => `function h${i}(v) {\n  return h${i + 1}(v);\n}`)}\nasync function f(conv) {\n  console.log(h0(await conv.utils.getSecret("k")));\n}`,
  }),
  ...inBoth('reads and prints in one function', {
    py: (lines) =>
      `def f(conv):\n${times(lines / 2, (i) => `    v${i} = conv.utils.get_secret("k${i}")\n    print(v${i})`)}`,
    ts: (lines) =>
      `async function f(conv) {\n${times(lines / 2, (i) => `const v${i} = await conv.utils.getSecret("k${i}");\nconsole.log(v${i});`)}\n}`,
  }),
  ...inBoth('environment reads, listed', {
    command: ['references'],
    py: (lines) => `import os\n${times(lines, (i) => `V${i} = os.environ["A${i}_API_KEY"]`)}`,
    ts: (lines) => times(lines, (i) => `const v${i} = process.env.A${i}_API_KEY;`),
  }),
  ...inBoth('a helper that all functions share', {
    py: (lines) =>
      `def h(conv, name):\n    v = conv.utils.get_secret(name)\n    print(v)\n    return v\n${times(lines / 4, (i) => `def f${i}(conv):\n    v = h(conv, "k${i}")\n    print(v)\n`)}`,
    ts: (lines) =>
      `async function h(conv, name) {\n  const v = await conv.utils.getSecret(name);\n  console.log(v);\n  return v;\n}\n${times(lines / 4, (i) => `export async function f${i}(conv) {\n  const v = await h(conv, "k${i}");\n  console.log(v);\n}`)}`,
  }),
  ...inBoth('a cache that all functions share', {
    py: (lines) =>
      `cache = {}\n${times(lines / 4, (i) => `def f${i}(conv):\n    cache["k${i}"] = conv.utils.get_secret("k${i}")\n    print(cache["k${i}"])\n`)}`,
    ts: (lines) =>
      `const cache = {};\n${times(lines / 4, (i) => `export async function f${i}(conv) {\n  cache["k${i}"] = await conv.utils.getSecret("k${i}");\n  console.log(cache["k${i}"]);\n}`)}`,
  }),
  ...inBoth('a dictionary filled in one function', {
    py: (lines) =>
      `def f(conv):\n    d = {}\n${times(lines, (i) => `    d["x${i}"] = conv.utils.get_secret("k${i}")`)}\n    print(d)`,
    ts: (lines) =>
      `async function f(conv) {\nconst d = {};\n${times(lines, (i) => `d["x${i}"] = await conv.utils.getSecret("k${i}");`)}\nconsole.log(d);\n}`,
  }),
  ...inBoth('one sum', {
    py: (operands) =>
      `def f(conv):\n    k = conv.utils.get_secret("k")\n    print(${times(operands, () => 'k', ' + ')})`,
    ts: (operands) =>
      `async function f(conv) {\n  const k = await conv.utils.getSecret("k");\n  console.log(${times(operands, () => 'k', ' + ')});\n}`,
  }),
  ...inBoth('functions in each other', {
    py: (functions) =>
      `def f(conv):\n    print(${times(functions / 5, (i) => `lambda a${i}: `, '')}conv.utils.get_secret(a0))`,
    ts: (functions) =>
      `async function f(conv) {\n  console.log(${times(functions / 5, (i) => `(a${i}) => `, '')}conv.utils.getSecret(a0));\n}`,
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

/**
 * The same code in Python and TypeScript.
 * @param {string} title
 * @param {{ readonly py: (lines: number) => string, readonly ts: (lines: number) => string, readonly command?: readonly string[] }} sample
 * @returns {Readonly<Record<string, (lines: number) => Sample>>}
 */
function inBoth(title, { py, ts, ...more }) {
  return {
    [`${title}, Python`]: (lines) => ({ name: 'f.py', text: py(lines), ...more }),
    [`${title}, TypeScript`]: (lines) => ({ name: 'f.ts', text: ts(lines), ...more }),
  };
}

function figures() {
  return Object.fromEntries(Object.entries(samples).map(([title, sample]) => [title, growthOf(sample)]));
}

/** @param {(lines: number) => Sample} sample */
function growthOf(sample) {
  const all = steps.map((lines) => {
    const [whole, empty] = [costOf(sample(lines)), costOf({ ...sample(lines), text: '' })];
    return { seconds: whole.seconds - empty.seconds, mebibytes: whole.mebibytes };
  });
  /** @type {Record<string, number>} */
  const costs = {};
  for (const [at, { seconds, mebibytes }] of all.entries()) {
    costs[`${steps[at]} lines, CPU s`] = rounded(seconds);
    costs[`${steps[at]} lines, most memory, MiB`] = rounded(mebibytes);
  }
  const [last, before] = [all.at(-1)?.seconds ?? Number.NaN, all.at(-2)?.seconds ?? Number.NaN];
  return { ...costs, 'the last per the one before': rounded(last / before) };
}

/**
 * The least CPU time and memory of some checks.
 * @param {Sample} sample
 */
function costOf({ name, text, secrets = 0, command = check }) {
  writeFileSync(path.join(folder, name), text);
  writeFileSync(path.join(folder, 'project.yaml'), 'project_id: bench\nproject_name: Bench\n');
  writeFileSync(path.join(folder, 'catalog.json'), JSON.stringify(catalogOf(secrets)));
  const costs = Array.from({ length: rounds }, () => costOfOne([...command, name]));
  return {
    seconds: Math.min(...costs.map(({ seconds }) => seconds)),
    mebibytes: Math.min(...costs.map(({ mebibytes }) => mebibytes)),
  };
}

/** @param {readonly string[]} command */
function costOfOne(command) {
  const program = `
    const started = process.cpuUsage();
    process.on('exit', () => { const { user, system } = process.cpuUsage(started); process.stderr.write('CPU ' + (user + system) / 1e6 + ' ' + process.resourceUsage().maxRSS / 1024); });
    process.argv.splice(1, 0, ${JSON.stringify(path.resolve('dist/cli.js'))});
    require(${JSON.stringify(path.resolve('dist/cli.js'))});`;
  const args = ['-e', program, '--', ...command];
  const { stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  const [, seconds, mebibytes] = /CPU ([\d.]+) ([\d.]+)$/.exec(stderr) ?? [];
  if (seconds === undefined) throw new Error(`the check failed: ${stderr}`);
  return { seconds: Number(seconds), mebibytes: Number(mebibytes) };
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
function times(count, piece, separator = '\n') {
  return Array.from({ length: Math.floor(count) }, (_, index) => piece(index)).join(separator);
}
