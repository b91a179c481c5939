// `npm run test:revocation [-- PAIRS]`: checks that once a revoke is confirmed, no read that starts later
// succeeds on any vault. Runs 20,000 racing pairs on SQLite, and on three vaults that share one PostgreSQL.
import { startPostgres } from '../test/vault/support/postgres-server.ts';
import { raceRevocations } from '../test/vault/several/support/revocation-race.ts';
import { startOne, startSeveral } from '../test/vault/several/support/several-vaults.ts';

const pairs = Number(process.argv[2] ?? 20_000);
if (!Number.isInteger(pairs) || pairs < 1)
  throw new Error('Set the number of pairs: npm run test:revocation -- 1000');
console.log('| vaults | revoke → read pairs | concurrent reads | seconds | reads after their revoke |');
console.log('| --- | ---: | ---: | ---: | ---: |');
await race('one, SQLite', [await startOne()]);
const server = await startPostgres();
try {
  await race('three, PostgreSQL', await startSeveral(await server.createDatabase(), 3));
} finally {
  await server.stop();
}

/**
 * @param {string} title
 * @param {readonly import('../test/vault/several/support/several-vaults.ts').OneVault[]} vaults
 */
async function race(title, vaults) {
  try {
    const result = await raceRevocations({
      urls: vaults.map(({ url }) => url),
      adminKey: vaults[0]?.adminKey() ?? '',
      pairs,
      onProgress: (done) => console.error(`${title}: ${done} of ${pairs}`),
    });
    const { racing, seconds, stale } = result;
    console.log(`| ${title} | ${result.pairs} | ${racing} | ${seconds.toFixed(1)} | ${stale} |`);
    if (stale > 0) process.exitCode = 1;
  } finally {
    await Promise.all(vaults.map((vault) => vault.stop()));
  }
}
