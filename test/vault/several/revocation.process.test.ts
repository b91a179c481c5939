import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { raceRevocations } from './support/revocation-race.ts';
import { type OneVault, startOne, startSeveral } from './support/several-vaults.ts';

/** `npm run test:revocation` races 20,000 pairs. */
const pairs = 200;
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

async function race(vaults: readonly OneVault[]) {
  try {
    const adminKey = vaults[0]?.adminKey() ?? '';
    return await raceRevocations({ urls: vaults.map(({ url }) => url), adminKey, pairs });
  } finally {
    await Promise.all(vaults.map((vault) => vault.stop()));
  }
}

it('lets no read succeed that began after a revoke was acknowledged, on one vault', async () => {
  const { stale, pairs: done } = await race([await startOne()]);
  expect({ stale, enough: done >= pairs }).toEqual({ stale: 0, enough: true });
});

it('nor on another vault than the one that revoked', async () => {
  const { stale, pairs: done } = await race(await startSeveral(await server.createDatabase(), 3));
  expect({ stale, enough: done >= pairs }).toEqual({ stale: 0, enough: true });
});
