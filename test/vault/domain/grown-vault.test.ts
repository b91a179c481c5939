import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generationOf } from '../../../vault/crypto/index.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { type Checkpoint, encodeCheckpoint } from '../../../vault/domain/audit/checkpoints.ts';
import { refuseRollback } from '../../../vault/domain/audit/rollback.ts';
import { type RowFault, verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { editDatabase } from '../support/edit-database.ts';
import { type GrownVault, openGrownVault } from '../support/grown-vault.ts';
import { valueUrl } from '../support/test-vault.ts';

let grown: GrownVault;
beforeEach(async () => {
  grown = await openGrownVault();
});
afterEach(() => grown.remove());

async function faults(vault: Vault = grown.test.vault): Promise<readonly RowFault[]> {
  const found: RowFault[] = [];
  for await (const fault of verifyRows(vault)) found.push(fault);
  return found;
}

/** The log, by itself and from its first entry, and all rows verify. */
async function isIntact(): Promise<void> {
  const { vault } = grown.test;
  expect(await verifyAuditChain(vault)).toMatchObject({ fault: undefined });
  expect(await verifyAuditChain(vault, { segments: grown.place })).toMatchObject({ fault: undefined });
  expect(await faults()).toEqual([]);
}

const read = () => grown.test.send({ url: valueUrl('A', 'one'), key: grown.agentKey });

/** The generations of all stored MACs, by table; log entries keep the MACs they were written with. */
function generations(): ReadonlyMap<string, ReadonlySet<number | undefined>> {
  const database = new Database(join(grown.test.directory, 'vault.db'), { readonly: true });
  const ofLog = new Set(['audit', 'audit_groups', 'checkpoints']);
  try {
    const tables = database
      .prepare<[], { name: string }>(
        `select t.name from sqlite_schema t join pragma_table_info(t.name) c
         where t.type = 'table' and c.name = 'mac' order by t.name`,
      )
      .all();
    return new Map(
      tables
        .filter(({ name }) => !ofLog.has(name))
        .map(({ name }) => {
          const rows = database.prepare<[], { mac: Buffer }>(`select mac from ${name}`).all();
          return [name, new Set(rows.map(({ mac }) => generationOf(mac)))] as const;
        }),
    );
  } finally {
    database.close();
  }
}

describe('a vault with rows of every kind', () => {
  it.each(['before', 'after'] as const)(
    'has no MAC of the seed that was replaced, when its log is pruned %s that',
    async (when) => {
      if (when === 'before') expect(await grown.prune()).toBeGreaterThan(0);
      expect(await grown.rotate()).toMatchObject({ generation: 1, damaged: 0 });
      if (when === 'after') expect(await grown.prune()).toBeGreaterThan(0);
      const found = generations();
      expect([...found.keys()]).toEqual([
        'access_requests',
        'accounts',
        'agents',
        'environment_secrets',
        'idempotency',
        'sandbox_sessions',
        'secret_versions',
        'secrets',
        'tokens',
        'users',
        'workload_identities',
      ]);
      for (const [table, ofTable] of found) expect(ofTable, table).toEqual(new Set([1]));
      await isIntact();
      expect(await read()).toMatchObject({ status: 200 });
    },
  );

  it('allows pruning and new seeds in any order, several times', async () => {
    for (let round = 1; round <= 3; round += 1) {
      await grown.rotate();
      await read();
      await grown.sign();
      const through = await grown.prune();
      expect((await grown.test.vault.storage.auditAfter(0, 1))[0]?.seq).toBe(through + 1);
      await isIntact();
    }
    expect(await grown.rotate()).toMatchObject({ generation: 4, damaged: 0 });
    await isIntact();
  });

  it('recognizes checkpoints from before a new seed and pruning, and an older database', async () => {
    const { storage, keyring } = grown.test.vault;
    const compare = (one: Checkpoint) => refuseRollback(storage, keyring, sinkOf(one));
    const first = await grown.sign();
    await grown.rotate();
    const second = await grown.sign();
    await grown.prune();
    await grown.rotate();
    await grown.prune();
    const third = await grown.sign();
    for (const one of [first, second, third]) await expect(compare(one)).resolves.toBeUndefined();
    const options = { outside: listOf(first, second, third), segments: grown.place };
    expect(await verifyAuditChain(grown.test.vault, options)).toMatchObject({ fault: undefined });
    editDatabase(grown.test.directory, `delete from audit where seq >= ${String(third.seq)}`);
    await expect(compare(third)).rejects.toThrow('ends before');
  });
});

describe('an older row, put back after the entry of its end was pruned', () => {
  beforeEach(async () => {
    await grown.prune();
  });

  it('is all that verification finds', async () => {
    expect(await faults()).toEqual([]);
  });

  it('is refused when it is a key that has not expired, and found by verification', async () => {
    const { id, key, row } = grown.ended;
    grown.putBack('tokens', row);
    // Reads in the same turn of the event loop share one snapshot.
    await setImmediate();
    expect(await grown.test.send({ url: '/v1/me', key })).toMatchObject({ status: 500 });
    expect(await faults()).toEqual([{ row: 'token', id, what: 'older' }]);
    editDatabase(grown.test.directory, `delete from ended where id = '${id}'`);
    expect(await faults()).toEqual([{ row: 'token', id, what: 'older' }]);
  });

  it('is not needed to notice that the record of an end was removed', async () => {
    const { id } = grown.ended;
    editDatabase(grown.test.directory, `delete from ended where id = '${id}'`);
    expect(await faults()).toEqual([{ row: 'end', id, what: 'lost' }]);
  });

  it('is found by verification when it is the identity of a workload, with and without the record of its end', async () => {
    const { id, row } = grown.removed;
    grown.putBack('workload_identities', row);
    expect(await faults()).toEqual([{ row: 'identity', id, what: 'older' }]);
    editDatabase(grown.test.directory, `delete from ended where id = '${id}'`);
    expect(await faults()).toContainEqual({ row: 'identity', id, what: 'older' });
  });

  it('is refused after a new seed too, which gives it no MAC', async () => {
    const { id, key, row } = grown.ended;
    await grown.rotate();
    grown.putBack('tokens', row);
    await setImmediate();
    expect(await grown.test.send({ url: '/v1/me', key })).toMatchObject({ status: 500 });
    expect(await faults()).toEqual([{ row: 'token', id, what: 'edited' }]);
  });
});

function sinkOf(...checkpoints: readonly Checkpoint[]) {
  return {
    where: 'in its file',
    append: () => Promise.resolve(),
    last: () => Promise.resolve(checkpoints.map(encodeCheckpoint).at(-1)),
    async *lines() {
      yield* checkpoints.map(encodeCheckpoint);
    },
  } as const;
}

async function* listOf(...checkpoints: readonly Checkpoint[]): AsyncGenerator<Checkpoint> {
  yield* checkpoints;
}
