// `npm run test:pressure [-- PART…]`: long tests of how a single client can disturb a vault. `log` sends
// 100,000 invalid requests while nothing reads the log output. `verify` reads while 200,000 entries of the
// audit log are verified. `streams` makes changes while 1,000 programs follow the event stream.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fillUnreadLog } from '../test/vault/pressure/unread-log.ts';
import { streamsAndWrites } from '../test/vault/pressure/streams-and-writes.ts';
import { startUnreadVault } from '../test/vault/pressure/unread-vault.ts';
import { verifyUnderLoad } from '../test/vault/pressure/verify-under-load.ts';

/** @type {Readonly<Record<string, (dataDir: string) => Promise<boolean>>>} */
const parts = {
  async log(dataDir) {
    const vault = await startUnreadVault(dataDir);
    const { answers, health, exit } = await fillUnreadLog(vault, 100_000, 5_000);
    const answered = Object.values(answers).reduce((sum, count) => sum + count, 0);
    console.log(
      `log: ${answered} bad requests answered, 5000 changes made, health ${health}, exit code ${exit}`,
    );
    return answered === 100_000 && health === 200 && exit === 0;
  },
  async verify(dataDir) {
    const { seconds, idle, verifying } = await verifyUnderLoad(dataDir, 200_000);
    console.log(`verify: 200,000 entries in ${seconds.toFixed(1)} s`);
    console.log('| | health p50 | p99 | max | read p50 | p99 | max |');
    console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
    for (const [name, { health, read }] of Object.entries({ idle, verifying })) {
      const times = [health, read].flatMap(({ p50, p99, max }) => [p50, p99, max]);
      console.log(`| ${name} | ${times.map((ms) => `${ms.toFixed(1)} ms`).join(' | ')} |`);
    }
    // A busy machine slows both down.
    const longest = Math.max(50, 2 * idle.health.max);
    return verifying.health.max < longest && verifying.read.p99 < 3 * idle.read.p99;
  },
  async streams(dataDir) {
    const { received, ...rates } = await streamsAndWrites(dataDir, 1_000, 4);
    console.log('| streams | changes a second | a second of its processor time |');
    console.log('| --- | ---: | ---: |');
    for (const [name, { aSecond, aProcessorSecond }] of Object.entries(rates)) {
      console.log(`| ${name} | ${aSecond.toFixed(0)} | ${aProcessorSecond.toFixed(0)} |`);
    }
    const alone = (rates.without.aProcessorSecond + rates.after.aProcessorSecond) / 2;
    const ratio = rates.with.aProcessorSecond / alone;
    console.log(`streams: ${(ratio * 100).toFixed(0)} %, ${(received / 1e6).toFixed(0)} MB received`);
    return ratio >= 0.7;
  },
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`Unknown part "${unknown}". Choose one of: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
  const folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-pressure-'));
  try {
    if (!(await parts[name]?.(path.join(folder, 'data')))) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
// Keep-alive connections would delay the exit.
process.exit();
