// `npm run test:fuzz [-- --requests 100000 --seed 1 --storage sqlite|memory --minutes 30]`: sends generated
// requests, most of them invalid, to every route of the vault. Each response is checked against the OpenAPI
// document and the table of rights, and all output is searched for the canary that every value contains. Runs
// in rounds, each with its own seed: a stopped run continues where it left off, and `--round N` repeats a
// round. Ends with runs of the model-based test; `--model 200` sets their number.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from '../test/vault/fuzz/fuzz.ts';
import { compareWithModel } from '../test/vault/model/compare.ts';
import { openMemoryStorage } from '../test/vault/support/memory/index.ts';
import { openSqliteStorage } from '../vault/storage/sqlite/index.ts';
import { root } from './lib/paths.mjs';

const ofRound = 2500;
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    storage: { type: 'string', default: 'sqlite' },
    minutes: { type: 'string', default: '30' },
    round: { type: 'string' },
    model: { type: 'string', default: '200' },
  },
});
const [requests, seed, minutes] = [Number(values.requests), Number(values.seed), Number(values.minutes)];
const stateFile = path.join(root, 'build', `fuzz-${seed}-${requests}-${values.storage}.json`);
const started = performance.now();

/** @type {{ sent: number, seconds: number, faults: string[], counts: Record<string, number> }} */
const state = values.round === undefined ? readState() : emptyState();
const rounds = Math.ceil(requests / ofRound);
const first = values.round === undefined ? Math.floor(state.sent / ofRound) : Number(values.round);
const end = values.round === undefined ? rounds : first + 1;
for (let round = first; round < end && performance.now() - started < minutes * 60_000; round += 1) {
  await runRound(round);
}
report();
if (values.round === undefined && state.sent >= requests) await compare(Number(values.model));

/** @param {number} round */
async function runRound(round) {
  const begun = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-fuzz-'));
  const storage =
    values.storage === 'memory' ? openMemoryStorage() : openSqliteStorage(path.join(folder, 'vault.db'));
  const size = Math.min(ofRound, requests - round * ofRound);
  const { faults, counts } = await fuzz({ seed: seed * 100_003 + round, requests: size, storage });
  rmSync(folder, { recursive: true, force: true });
  for (const { at, what, request } of faults) {
    state.faults.push(`round ${round}, request ${at ?? 'end'}: ${what}\n  ${request ?? ''}`);
  }
  for (const [what, count] of Object.entries(counts)) state.counts[what] = (state.counts[what] ?? 0) + count;
  state.sent += size;
  state.seconds += (performance.now() - begun) / 1000;
  if (values.round === undefined) writeState();
  console.error(`round ${round + 1} of ${rounds}: ${state.sent} requests, ${state.faults.length} faults`);
}

/** @param {number} runs */
async function compare(runs) {
  if (runs === 0) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-model-'));
  const place = () => path.join(mkdtempSync(path.join(folder, 'x')), 'vault.db');
  const open = async () => (values.storage === 'memory' ? openMemoryStorage() : openSqliteStorage(place()));
  try {
    await compareWithModel({ open, runs, steps: 150, seed });
    console.log(`${runs} runs of up to 150 steps: the vault matched the model.`);
  } catch (error) {
    console.log(error instanceof Error ? `${error.message}\n${String(error.cause)}` : 'The model failed.');
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report() {
  console.log(`| ${values.storage}, seed ${seed} | requests |\n| --- | ---: |`);
  for (const [what, count] of Object.entries(state.counts).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`| ${what} | ${count} |`);
  const operations = Object.keys(state.counts).filter((what) => what.startsWith('done: ')).length;
  console.log(
    `\n${state.sent} requests, ${operations} operations done, ${state.faults.length} faults, ${state.seconds.toFixed(0)} s.`,
  );
  for (const fault of state.faults.slice(0, 50)) console.log(fault);
  if (state.faults.length > 0 || state.sent === 0) process.exitCode = 1;
  const isWhole = state.sent >= requests;
  if (isWhole) rmSync(stateFile, { force: true });
  else if (values.round === undefined)
    console.log('Stopped at the time limit. Run the same command again to resume.');
}

function emptyState() {
  return { sent: 0, seconds: 0, faults: [], counts: {} };
}

/** @returns {typeof state} */
function readState() {
  try {
    /** @type {unknown} */
    const read = JSON.parse(readFileSync(stateFile, 'utf8'));
    return isState(read) ? read : emptyState();
  } catch {
    return emptyState();
  }
}

/** @param {unknown} read @returns {read is typeof state} */
function isState(read) {
  return typeof read === 'object' && read !== null && 'sent' in read && 'counts' in read;
}

function writeState() {
  mkdirSync(path.dirname(stateFile), { recursive: true });
  writeFileSync(stateFile, JSON.stringify(state));
}
