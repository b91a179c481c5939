import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../../vault-client/index.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { startVaultProcess, type VaultProcess } from '../support/vault-process.ts';

const size = 200;
/** How long the import runs before the vault is killed, in milliseconds: before, during and after its commit. */
const delays = [0, 15, 60, 240];

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const engines: readonly (readonly [string, () => Promise<string | undefined>])[] = [
  ['SQLite', async () => undefined],
  ['PostgreSQL', () => server.createDatabase()],
];

describe.each(engines)('a vault on %s that is killed during an import', (_, createDatabase) => {
  it('has all of its secrets or none, and all that it acknowledged', { timeout: 60_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'vault-import-'));
    const database = await createDatabase();
    let vault = await startVaultProcess(directory, 0, database);
    for (const [round, delay] of delays.entries()) {
      const { client, accountId } = await clientOf(vault);
      const prefix = `round-${String(round)} `;
      const secrets = Array.from({ length: size }, (_one, index) => ({
        name: `${prefix}${String(index)}`,
        kind: 'single' as const,
        value: 'not-a-real-key',
      }));
      const importing = client.importSecrets(accountId, { secrets }).then(
        () => 'acknowledged',
        () => 'unknown',
      );
      await sleep(delay);
      await vault.stop('SIGKILL');
      const outcome = await importing;
      vault = await startVaultProcess(directory, 0, database);
      const after = await clientOf(vault);
      const found = await after.client.secrets(accountId, { prefix });
      expect(outcome === 'acknowledged' ? [size] : [0, size]).toContain(found.length);
      expect(await after.client.verifyAudit(accountId)).toMatchObject({ intact: true });
    }
    await vault.stop('SIGTERM');
    rmSync(directory, { recursive: true, force: true });
  });
});

async function clientOf({ url, adminKey }: VaultProcess) {
  const client = createVaultClient({ url, key: adminKey, fetch });
  const { accountId } = await client.me();
  return { client, accountId };
}
