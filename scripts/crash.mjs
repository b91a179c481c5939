// `npm run test:crash [-- --rounds 50 --only kill|inject|wal|postgres|start]`: makes the vault, its disk and
// its database fail at arbitrary moments, and checks that nothing that was acknowledged is lost. Continues a
// stopped run; `--again` starts over.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { injectFaults, injections } from '../test/vault/crash/inject.ts';
import { killUnderWriters } from '../test/vault/crash/kill-rounds.ts';
import { killPostgres } from '../test/vault/crash/postgres-rounds.ts';
import { callsOfStart, killFirstStarts, killMigrations } from '../test/vault/crash/start-sweep.ts';
import { cutEverywhere } from '../test/vault/crash/wal-cuts.ts';
import { asRecord } from './lib/json.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    only: { type: 'string' },
    every: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
  },
});
const rounds = positive(values.rounds);
const every = positive(values.every);
const state = path.join(tmpdir(), 'agent-secrets-crash', 'finished.json');
const wheres = Array.from({ length: 24 }, (_, index) => 2 * index + 4).filter(
  (_, index) => index % every === 0,
);

/** @typedef {import('../test/vault/crash/report.ts').Report} Report */

/** @type {Readonly<Record<string, () => Promise<Report>>>} */
const parts = {
  kill: () => killUnderWriters({ rounds, writers: 32, atLeast: 1000 }, tell),
  inject: () => injectFaults(injections(wheres), tell),
  wal: () => cutEverywhere({ secrets: 60, every }, tell),
  postgres: () =>
    killPostgres({ rounds: Math.max(10, Math.ceil(rounds / 4)), writers: 32, atLeast: 300 }, tell),
  start: async () => {
    const options = { every, calls: callsOfStart };
    const first = await killFirstStarts(options, tell);
    const migration = await killMigrations(options, tell);
    return {
      figures: `${first.figures}; ${migration.figures}`,
      losses: [...first.losses, ...migration.losses],
    };
  },
};

const chosen = values.only === undefined ? Object.keys(parts) : [values.only];
const unknown = chosen.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`Unknown part "${unknown}". Choose one of: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
if (values.again) rmSync(state, { force: true });
const finished = readFinished();
process.once('SIGINT', () => {
  console.log('\nStopped. Run the same command again to resume with the unfinished part.');
  process.exit(130);
});
for (const name of chosen) {
  const key = `${name} ${rounds} ${every}`;
  const before = finished[key];
  if (before !== undefined) {
    console.log(`${name}: ${before} (finished before; --again repeats it)`);
    continue;
  }
  const started = performance.now();
  const report = await parts[name]?.();
  if (!report) continue;
  const line = `${report.figures}, ${((performance.now() - started) / 1000).toFixed(0)} s`;
  console.log(`${name}: ${line}`);
  for (const loss of report.losses.slice(0, 50)) console.log(`Lost: ${loss}`);
  if (report.losses.length > 0) process.exitCode = 1;
  else keepFinished(key, line);
}
// Keep-alive connections would delay the exit.
process.exit();

/** @param {string} line */
function tell(line) {
  console.error(line);
}

/** @param {string} text */
function positive(text) {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  console.error('--rounds and --every must be at least 1.');
  process.exit(1);
}

/** @returns {Record<string, string>} */
function readFinished() {
  try {
    /** @type {unknown} */
    const kept = JSON.parse(readFileSync(state, 'utf8'));
    const lines = Object.entries(asRecord(kept) ?? {});
    return Object.fromEntries(lines.map(([name, line]) => [name, String(line)]));
  } catch {
    return {};
  }
}

/**
 * @param {string} key
 * @param {string} line
 */
function keepFinished(key, line) {
  mkdirSync(path.dirname(state), { recursive: true });
  writeFileSync(state, JSON.stringify({ ...readFinished(), [key]: line }));
}
