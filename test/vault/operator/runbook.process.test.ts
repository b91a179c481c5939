import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../../vault-client/index.ts';
import { bundleVaultCommandLine, type VaultCommandLine } from '../../cli/support/vault-command-line.ts';
import { compareAll } from '../crash/compare.ts';
import { hireWriters } from '../crash/crew.ts';
import { untilAcknowledged } from '../crash/kill-rounds.ts';
import { Ledger } from '../crash/ledger.ts';
import { selectFrom, startLoad, untilReady } from '../crash/postgres-rounds.ts';
import { startVaultProcess } from '../support/vault-process.ts';
import { type OperatedPostgres, startOperatedPostgres } from './support/operated-postgres.ts';

const patience = 180_000;
let program: VaultCommandLine;
let postgres: OperatedPostgres;

const data = () => path.join(postgres.folder, 'data');
const at = (address: string) => ({ AGENT_SECRETS_DATABASE: address });

async function addSecret(url: string, key: string, name: string): Promise<void> {
  const client = createVaultClient({ url, key, fetch });
  const { accountId } = await client.me();
  await client.createSecret(accountId, { name, kind: 'single', value: 'not-a-real-key' });
}

async function secretsOf(url: string, key: string): Promise<readonly string[]> {
  const client = createVaultClient({ url, key, fetch });
  const { accountId } = await client.me();
  return (await client.secrets(accountId)).map(({ name }) => name);
}

/**
 * Runs the PostgreSQL commands of docs/operations.md verbatim. The server inside npm comes without client
 * programs, so this one is Debian's.
 */
describe.runIf(process.platform === 'linux')('the runbook of PostgreSQL', () => {
  beforeAll(async () => {
    program = await bundleVaultCommandLine();
  });
  beforeEach(async () => {
    postgres = await startOperatedPostgres(program.file);
  });
  afterEach(() => postgres.remove());

  it(
    'restores everything archived after the primary is lost with its disk, and the vault with its folder',
    async () => {
      await postgres.asPostgres('archive');
      await postgres.command('pg_ctl --pgdata "$PGDATA" --log "$PGDATA.log" restart');
      const first = await startVaultProcess(data(), 0, postgres.address);
      const { adminKey } = first;
      await addSecret(first.url, adminKey, 'before-the-backup');
      await postgres.asPostgres('base');
      await addSecret(first.url, adminKey, 'after-the-backup');
      // It signs the end of its log, so that anything missing from here on is detected.
      await first.stop('SIGTERM');
      expect(await postgres.asVault('keys')).toMatchObject({ code: 0 });
      const select = (what: string) =>
        postgres.command(`psql "$PRIMARY" --tuples-only --no-align --command "select ${what}"`);
      const last = await select('pg_walfile_name(pg_switch_wal())');
      const archived = () => select("coalesce(last_archived_wal, '') from pg_stat_archiver");
      await expect.poll(async () => (await archived()) >= last, { timeout: 30_000 }).toBe(true);
      await postgres.command('pg_ctl --pgdata "$PGDATA" --mode immediate stop; rm -rf "$PGDATA"');
      const { KEYS = '', DATA = '' } = postgres.env;
      rmSync(DATA, { recursive: true });

      await postgres.asPostgres('recover');
      cpSync(KEYS, DATA, { recursive: true });
      const verified = await postgres.asVault('verify', at(postgres.address));
      expect(verified).toMatchObject({ code: 0 });
      const second = await startVaultProcess(data(), 0, postgres.address);
      expect(await secretsOf(second.url, adminKey)).toEqual(['after-the-backup', 'before-the-backup']);
      await second.stop('SIGTERM');
    },
    patience,
  );

  it(
    'restores a dump, but serves that older state only when its operator accepts the loss',
    async () => {
      const first = await startVaultProcess(data(), 0, postgres.address);
      const { adminKey } = first;
      await addSecret(first.url, adminKey, 'before-the-dump');
      await postgres.asPostgres('dump');
      await addSecret(first.url, adminKey, 'after-the-dump');
      await first.stop('SIGTERM');
      await postgres.asPostgres('restore-dump');

      const { RESTORED = '' } = postgres.env;
      const sealed = await startVaultProcess(data(), 0, RESTORED);
      expect((await fetch(`${sealed.url}/readyz`)).status).toBe(503);
      expect(sealed.log()).toContain('"reason":"rollback"');
      await sealed.stop('SIGTERM');
      const refused = await postgres.asVault('verify', at(RESTORED));
      expect(refused.code).toBe(1);

      expect(await postgres.asVault('accept-older')).toMatchObject({ code: 0 });
      const second = await startVaultProcess(data(), 0, RESTORED);
      expect(await secretsOf(second.url, adminKey)).toEqual(['before-the-dump']);
      await second.stop('SIGTERM');
      expect(await postgres.asVault('verify', at(RESTORED))).toMatchObject({ code: 0 });
    },
    patience,
  );

  it(
    'keeps every acknowledged write when the primary dies under load and its standby is promoted',
    async () => {
      await postgres.asPostgres('standby');
      await postgres.asPostgres('synchronous');
      const states = () =>
        postgres.command(
          'psql "$PRIMARY" --tuples-only --command "select sync_state from pg_stat_replication"',
        );
      // Not `async`: the primary waits for it.
      await expect.poll(states, { timeout: 30_000 }).toMatch(/^ *sync$/m);

      const vault = await startVaultProcess(data(), 0, postgres.address);
      const ledger = new Ledger();
      const acknowledged = () => ledger.writes + ledger.reads;
      try {
        const writers = await hireWriters(vault, ledger, 8);
        const load = startLoad([vault.url], writers);
        await untilAcknowledged(ledger, acknowledged() + 200, load.ended);
        await postgres.command('kill -KILL -- -$(head -1 "$PGDATA/postmaster.pid")');
        await postgres.asPostgres('promote');
        postgres.followStandby();
        await untilReady(vault.url, ledger);
        const before = acknowledged();
        await untilAcknowledged(ledger, before + 100, load.ended);
        await load.stop();
        expect(acknowledged()).toBeGreaterThanOrEqual(before + 100);
        await compareAll(vault, writers, ledger, selectFrom(postgres.env['PROMOTED'] ?? ''), true);
        expect(ledger.losses).toEqual([]);
        expect(await postgres.asVault('verify', at(postgres.address))).toMatchObject({ code: 0 });
      } finally {
        await vault.stop('SIGTERM');
      }
    },
    patience,
  );
});
