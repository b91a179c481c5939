// The tools for assistants: `node test/bench/assistants.mjs`, after a build. 1,000 functions in 20 agents that know
// 200 secrets each, from a catalog snapshot, called by the official client. Prints one JSON object; times in
// milliseconds.
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rounded } from './support/statistics.mjs';

const starts = 5;
const calls = 500;
const cli = path.resolve('dist/cli.js');
const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-bench-'));
try {
  writeProject();
  const ready = [];
  for (let at = 0; at < starts; at++) ready.push(await timed(async () => (await connected()).close()));
  const client = await connected();
  const names = ['secret_1_key', 'secret_x_key', 'sekret_7_key'];
  const times = [];
  for (let at = 0; at < calls; at++) {
    const call = { name: 'check_secret_access', arguments: { agent: 'agent-3', names } };
    times.push(await timed(() => client.callTool(call)));
  }
  await client.close();
  const sorted = times.toSorted((one, other) => one - other);
  const figures = {
    'start and end of the server, best': Math.min(...ready),
    'check_secret_access, p50': sorted[Math.floor(calls * 0.5)] ?? Number.NaN,
    'check_secret_access, p99': sorted[Math.floor(calls * 0.99)] ?? Number.NaN,
  };
  const entries = Object.entries(figures).map(([name, ms]) => [name, rounded(ms)]);
  console.log(JSON.stringify(Object.fromEntries(entries), null, 1));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function connected() {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  const args = [cli, 'mcp', '--catalog', 'catalog.json'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder }));
  return client;
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function writeProject() {
  const ids = Array.from({ length: 20 }, (_, at) => `agent-${at}`);
  const secrets = Array.from({ length: 200 }, (_, at) => ({
    name: `secret_${at}_key`,
    kind: 'single',
    fields: [],
    description: '',
    access: 'granted',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }));
  const agents = ids.map((id) => ({ agentId: id, agentName: id, complete: true, secrets }));
  writeFileSync(
    path.join(folder, 'catalog.json'),
    JSON.stringify({ version: 1, asOf: '2026-11-01T00:00:00.000Z', agents }),
  );
  for (const id of ids) {
    mkdirSync(path.join(folder, id, 'functions'), { recursive: true });
    writeFileSync(path.join(folder, id, 'project.yaml'), `project_id: ${id}\nproject_name: ${id}\n`);
    for (let at = 0; at < 50; at++) {
      const text = `def f${at}(conv):\n    return conv.utils.get_secret("secret_${at}_key")\n`;
      writeFileSync(path.join(folder, id, 'functions', `f${at}.py`), text);
    }
  }
}
