// Audited, durable run-time reads per second beside a bare fastify "hello" in the same run.
// `node test/bench/vault-reads.mjs [--json]`: loopback only, 32 connections, a few seconds each.
import { build } from 'esbuild';
import autocannon from 'autocannon';
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const bundle = join(dirname(here), '../../build/vault-bench.cjs');
const secretCount = 1000;
const rounds = 2;
const secondsEach = 5;
const leastRatio = 0.18;

const [, , role, dataDir] = process.argv;
if (role === 'hello') await serveHello();
else if (role === 'vault') await serveVault(dataDir ?? '');
else await measure();

async function serveHello() {
  const { fastify } = await import('fastify');
  const app = fastify();
  app.get('/', async () => ({ hello: 'world' }));
  process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }));
}

/** @param {string} directory */
async function serveVault(directory) {
  const { serve } = createRequire(here)(bundle);
  const vault = await serve({ dataDir: directory, port: 0, log: { write() {} } });
  process.send?.(vault.url);
}

async function measure() {
  await build({
    entryPoints: [join(dirname(here), '../../vault/main.ts')],
    ...{ bundle: true, minify: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] },
    external: ['better-sqlite3', 'pino'],
    outfile: bundle,
    logLevel: 'error',
  });
  const directory = mkdtempSync(join(tmpdir(), 'vault-bench-'));
  const hello = await start('hello');
  const vault = await start('vault', directory);
  try {
    const { token, names } = await prepare(
      vault.url,
      readFileSync(join(directory, 'admin.key'), 'utf8').trim(),
    );
    const requests = names.map((name) => ({
      method: /** @type {const} */ ('GET'),
      path: `/v1/agents/bench/secrets/${name}/value`,
    }));
    const readings = { url: vault.url, requests, headers: { authorization: `Bearer ${token}` } };
    const results = { hello: [], vault: [] };
    await load({ ...readings, duration: 2 });
    for (let round = 0; round < rounds; round += 1) {
      results.hello.push(await load({ url: hello.url, duration: secondsEach }));
      results.vault.push(await load({ ...readings, duration: secondsEach }));
    }
    report(results);
  } finally {
    for (const { child } of [hello, vault]) child.kill();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {string} name @param {string[]} parameters */
async function start(name, ...parameters) {
  const child = fork(here, [name, ...parameters], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const url = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`${name} did not start`)));
  });
  return { child, url: String(url) };
}

/** An agent with access to every secret. @param {string} url @param {string} key */
async function prepare(url, key) {
  const post = async (path, body) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };
  const me = await (await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${key}` } })).json();
  const account = `/v1/accounts/${me.accountId}`;
  await post(`${account}/agents`, { agentId: 'bench', agentName: 'Bench' });
  const names = Array.from({ length: secretCount }, (_, index) => `secret_${index}`);
  for (const name of names) {
    await post(`${account}/secrets`, {
      name,
      kind: 'single',
      value: 'not-a-real-key-0123456789',
      agentIds: ['bench'],
    });
  }
  const { token } = await post(`${account}/tokens`, { name: 'bench', role: 'agent', agentId: 'bench' });
  return { token, names };
}

async function load(options) {
  const result = await autocannon({ connections: 32, ...options });
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  return { rate: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

function report({ hello, vault }) {
  const best = (list) => list.reduce((a, b) => (b.rate > a.rate ? b : a));
  const figures = { hello: best(hello), vault: best(vault), ratio: best(vault).rate / best(hello).rate };
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
  else {
    console.log(`bare fastify    ${Math.round(figures.hello.rate)}/s, p99 ${figures.hello.p99} ms`);
    console.log(
      `audited reads   ${Math.round(figures.vault.rate)}/s, p50 ${figures.vault.p50} ms, p99 ${figures.vault.p99} ms`,
    );
    console.log(`ratio           ${figures.ratio.toFixed(3)} (at least ${leastRatio})`);
  }
  if (figures.ratio < leastRatio) process.exitCode = 1;
}
