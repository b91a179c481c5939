// Audited, durable run-time reads per second beside a bare fastify "hello" in the same run.
// `node test/bench/vault-reads.mjs [--json]`: loopback only, 32 connections, a few seconds each.
import autocannon from 'autocannon';
import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rounded } from './support/statistics.mjs';

/**
 * @typedef {{ rate: number, p50: number, p99: number }} Figures
 * @typedef {{ url: string, headers?: Record<string, string>, requests?: { method: 'GET', path: string }[] }} Target
 */

const bundle = path.join(import.meta.dirname, '../../build/vault-bench.cjs');
const secretCount = 1000;
const rounds = 5;
const secondsEach = 3;
const leastRatio = 0.18;

const [, , role, dataDir = ''] = process.argv;
if (role === 'hello') await serveHello();
else if (role === 'vault') await serveVault();
else await measure();

async function serveHello() {
  const { fastify } = await import('fastify');
  const app = fastify();
  app.get('/', async () => ({ hello: 'world' }));
  process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }));
}

async function serveVault() {
  const { serve } = /** @type {typeof import('../../vault/main.ts')} */ (
    await import(pathToFileURL(bundle).href)
  );
  const vault = await serve({ dataDir, port: 0, log: { write() {} } });
  process.send?.(vault.url);
}

async function measure() {
  await build({
    entryPoints: [path.join(import.meta.dirname, '../../vault/main.ts')],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['better-sqlite3', 'pino'],
    outfile: bundle,
    logLevel: 'error',
  });
  const directory = mkdtempSync(path.join(os.tmpdir(), 'vault-bench-'));
  const hello = await start('hello');
  const vault = await start('vault', directory);
  try {
    const reads = await prepare(vault.url, readFileSync(path.join(directory, 'admin.key'), 'utf8').trim());
    await load(reads, 2);
    const pairs = [];
    for (let round = 0; round < rounds; round += 1) {
      pairs.push({ hello: await load(hello, secondsEach), vault: await load(reads, secondsEach) });
    }
    report(pairs);
  } finally {
    for (const { child } of [hello, vault]) child.kill();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {string[]} parameters */
async function start(...parameters) {
  const child = fork(import.meta.filename, parameters, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  /** @type {string} */
  const url = await new Promise((resolve, reject) => {
    child.once('message', (/** @type {string} */ message) => resolve(message));
    child.once('exit', () => reject(new Error(`${parameters.join(' ')} did not start`)));
  });
  return { child, url };
}

/**
 * An agent with access to every secret.
 * @param {string} url @param {string} key
 * @returns {Promise<Target>}
 */
async function prepare(url, key) {
  const me = /** @type {{ accountId: string }} */ (await send(`${url}/v1/me`, key));
  const account = `${url}/v1/accounts/${me.accountId}`;
  await send(`${account}/agents`, key, { agentId: 'bench', agentName: 'Bench' });
  const names = Array.from({ length: secretCount }, (_, index) => `secret_${index}`);
  const secret = { kind: 'single', value: 'not-a-real-key-0123456789', agentIds: ['bench'] };
  for (const name of names) await send(`${account}/secrets`, key, { name, ...secret });
  const token = { name: 'bench', role: 'agent', agentId: 'bench' };
  const issued = /** @type {{ token: string }} */ (await send(`${account}/tokens`, key, token));
  return {
    url,
    headers: { authorization: `Bearer ${issued.token}` },
    requests: names.map((name) => ({ method: 'GET', path: `/v1/agents/bench/secrets/${name}/value` })),
  };
}

/**
 * @param {string} url @param {string} key @param {unknown} [body]
 * @returns {Promise<unknown>}
 */
async function send(url, key, body) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/**
 * @param {Target} target @param {number} duration seconds
 * @returns {Promise<Figures>}
 */
async function load({ url, headers, requests }, duration) {
  /** @type {{ non2xx: number, errors: number, requests: { average: number }, latency: { p50: number, p99: number } }} */
  const result = await autocannon({
    url,
    duration,
    connections: 32,
    ...(headers && { headers }),
    ...(requests && { requests }),
  });
  if (result.non2xx + result.errors > 0) throw new Error('Some reads were refused');
  return { rate: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

/** Medians count: others share the machine. @param {{ hello: Figures, vault: Figures }[]} pairs */
function report(pairs) {
  const figures = {
    hello: medians(pairs.map((pair) => pair.hello)),
    vault: medians(pairs.map((pair) => pair.vault)),
    ratio: middle(pairs.map(({ hello, vault }) => vault.rate / hello.rate)),
  };
  const { hello, vault, ratio } = figures;
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
  else {
    console.log(`bare fastify   ${hello.rate}/s, p99 ${hello.p99} ms`);
    console.log(`audited reads  ${vault.rate}/s, p50 ${vault.p50} ms, p99 ${vault.p99} ms`);
    console.log(`ratio          ${rounded(ratio)}, at least ${leastRatio}`);
  }
  if (ratio < leastRatio) process.exitCode = 1;
}

/** @param {Figures[]} runs */
function medians(runs) {
  return {
    rate: Math.round(middle(runs.map(({ rate }) => rate))),
    p50: middle(runs.map(({ p50 }) => p50)),
    p99: middle(runs.map(({ p99 }) => p99)),
  };
}

/** The median. @param {number[]} values */
function middle(values) {
  const half = Math.floor(values.length / 2);
  const isMiddle = (/** @type {number} */ value) =>
    values.filter((other) => other < value).length <= half &&
    values.filter((other) => other <= value).length > half;
  return values.find(isMiddle) ?? Number.NaN;
}
