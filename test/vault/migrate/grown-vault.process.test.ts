import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkpointSink } from '../../../vault/setup/checkpoint-sink.ts';
import { encodeCheckpoint } from '../../../vault/domain/audit/checkpoints.ts';
import { migrateVault } from '../../../vault/main.ts';
import { backUp, restore } from '../../../vault/operator/index.ts';
import type { OperatorTarget } from '../../../vault/operator/target.ts';
import { verifyAudit } from '../../../vault/operator/verify.ts';
import { type GrownVault, openGrownVault } from '../support/grown-vault.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { makeTestDirectory } from '../support/test-vault.ts';

const quietly = () => undefined;
const everyRow = { verified: true };

/** Its seed was replaced twice; its log was pruned before, between and after. */
let grown: GrownVault;
let folder: string;
let checkpoints: string;
beforeEach(async () => {
  grown = await openGrownVault();
  folder = makeTestDirectory();
  checkpoints = join(grown.test.directory, 'checkpoints.jsonl');
  await grown.prune();
  await grown.rotate();
  await grown.prune();
  await grown.rotate();
  await grown.prune();
});
afterEach(async () => {
  await grown.remove();
  rmSync(folder, { recursive: true, force: true });
});

const verified = (target: OperatorTarget) => verifyAudit(target, quietly, grown.place.name);

/** An empty folder with the root key of the vault. */
function folderWithKey(name = 'restored'): string {
  const to = join(folder, name);
  mkdirSync(to);
  copyFileSync(join(grown.test.directory, 'root.key'), join(to, 'root.key'));
  return to;
}

describe('a vault with new seeds and a pruned log', () => {
  it('is restored from a back-up, with all of its rows and its log', async () => {
    const from = join(folder, 'x.db');
    await backUp({ dataDir: grown.test.directory }, { to: from, ...everyRow }, quietly);
    const dataDir = folderWithKey();
    const copy = await restore({ from, dataDir, acceptOlder: false }, quietly);
    expect(copy.verdict).toMatchObject({ fault: undefined, rows: [] });
    expect(await verified({ dataDir })).toMatchObject({ fault: undefined, rows: [] });
  });

  it('is restored from a back-up from before another seed only if its operator insists', async () => {
    const from = join(folder, 'x.db');
    await backUp({ dataDir: grown.test.directory }, { to: from, ...everyRow }, quietly);
    await grown.rotate();
    await keep(checkpoints);
    const dataDir = folderWithKey();
    const options = { from, dataDir, checkpoints };
    await expect(restore({ ...options, acceptOlder: false }, quietly)).rejects.toThrow(
      'rotate the seed again',
    );
    await restore({ ...options, acceptOlder: true }, quietly);
    expect(await verified({ dataDir })).toMatchObject({ fault: undefined, rows: [] });
  });

  it('is not restored from a back-up that ends before its checkpoints', async () => {
    const from = join(folder, 'x.db');
    await backUp({ dataDir: grown.test.directory }, { to: from, ...everyRow }, quietly);
    await grown.test.addAgents('C');
    await keep(checkpoints);
    const options = { from, dataDir: folderWithKey(), checkpoints };
    await expect(restore({ ...options, acceptOlder: false }, quietly)).rejects.toThrow('ends before entry');
    await restore({ ...options, acceptOlder: true }, quietly);
    expect(await verified({ dataDir: options.dataDir })).toMatchObject({ fault: undefined, rows: [] });
  });

  describe('that moves', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.stop());

    it('to PostgreSQL and back has the same log and rows on both', async () => {
      const from = join(folder, 'x.db');
      await backUp({ dataDir: grown.test.directory }, { to: from, ...everyRow }, quietly);
      const dataDir = folderWithKey('first');
      await restore({ from, dataDir, acceptOlder: false }, quietly);
      const database = await server.createDatabase();
      for await (const step of migrateVault({ from: dataDir, to: database })) void step;
      expect(await verified({ dataDir, database })).toMatchObject({ fault: undefined, rows: [] });
      const back = folderWithKey('second');
      for await (const step of migrateVault({ from: database, to: back })) void step;
      expect(await verified({ dataDir: back })).toMatchObject({ fault: undefined, rows: [] });
    });
  });
});

async function keep(path: string): Promise<void> {
  await checkpointSink(path).append(encodeCheckpoint(await grown.sign()));
}
