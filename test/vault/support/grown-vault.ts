import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { folderPlace } from '../../../vault/archive/place.ts';
import { exportSegments } from '../../../vault/domain/audit/archive-segments.ts';
import { type Checkpoint, makeCheckpoint } from '../../../vault/domain/audit/checkpoints.ts';
import { pruneLog } from '../../../vault/domain/audit/prune-log.ts';
import { sealSegments } from '../../../vault/domain/audit/seal-segments.ts';
import type { SegmentPlace } from '../../../vault/domain/audit/segment-place.ts';
import { rotateSeed, type SeedRotation } from '../../../vault/domain/keys/rotate-seed.ts';
import { newIdentity, trustedIssuers } from '../workloads/support/workload-vault.ts';
import { makeTestDirectory, openTestVault, secretUrl, type TestVault } from './test-vault.ts';

export type StoredRow = Readonly<Record<string, unknown>>;

/** A vault with rows of every kind. */
export interface GrownVault {
  readonly test: TestVault;
  /** The folder for its log segments. */
  readonly place: SegmentPlace;
  /** A key of agent `A`, which may read the secret `one` for a limited time. */
  readonly agentKey: string;
  /** A user's key that was revoked long before its expiry, with its row before that. */
  readonly ended: { readonly id: string; readonly key: string; readonly row: StoredRow };
  /** A workload identity that was removed, with its row before that. */
  readonly removed: { readonly id: string; readonly row: StoredRow };
  /** Signs the end of the audit log. */
  sign(): Promise<Checkpoint>;
  /** Moves all log entries except the last one into segments. Returns the last pruned entry. */
  prune(): Promise<number>;
  rotate(): Promise<SeedRotation | undefined>;
  /** Writes a row directly into the database, without a key. */
  putBack(table: string, row: StoredRow): void;
  remove(): Promise<void>;
}

export const operator = {
  accountId: 'acc_test',
  actorId: 'operator',
  actorRole: 'vault',
  requestId: 'test',
} as const;

const account = '/v1/accounts/acc_test';

export async function openGrownVault(): Promise<GrownVault> {
  const test = await openTestVault({ workloadIssuers: trustedIssuers });
  const folder = makeTestDirectory();
  const place = folderPlace(folder);
  /** Opens a new connection each time, because an open one would prevent the database from being moved. */
  const inDatabase = <T>(work: (database: Database.Database) => T): T => {
    const database = new Database(join(test.directory, 'vault.db'));
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  const rowOf = (table: string, id: string): StoredRow =>
    inDatabase(
      (database) =>
        database.prepare<[string], StoredRow>(`select * from ${table} where id = ?`).get(id) ?? {},
    );
  const filled = await fill(test, rowOf);
  return {
    test,
    place,
    ...filled,
    async sign() {
      const made = await makeCheckpoint(test.vault);
      if (!made) throw new Error('Nothing is new in the log');
      return made;
    },
    async prune() {
      await drain(sealSegments(test.vault));
      await drain(exportSegments(test.vault, place));
      const before = new Date(test.vault.now().getTime() + 1);
      const pruning = pruneLog(test.vault, { place, before, actor: operator });
      let step = await pruning.next();
      while (!step.done) step = await pruning.next();
      return step.value.through;
    },
    async rotate() {
      let last: SeedRotation | undefined;
      for await (const step of rotateSeed(test.vault, operator)) last = step;
      return last;
    },
    putBack(table, row) {
      const columns = Object.keys(row);
      const places = columns.map(() => '?').join(', ');
      const insert = `insert or replace into ${table} (${columns.join(', ')}) values (${places})`;
      inDatabase((database) => database.prepare(insert).run(...Object.values(row)));
    },
    async remove() {
      await test.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fill(test: TestVault, rowOf: (table: string, id: string) => StoredRow) {
  const ask = async (
    method: 'DELETE' | 'PATCH' | 'POST',
    url: string,
    body?: unknown,
    { key = test.adminKey, ...headers }: Readonly<Record<string, string>> = {},
  ): Promise<{ id: string; token: string }> => {
    const answer = await test.send({
      method,
      url,
      key,
      headers: { 'if-match': '*', ...headers },
      ...(body !== undefined && { body }),
    });
    if (answer.status >= 300) throw new Error(`${url}: ${answer.text}`);
    return answer.json as { id: string; token: string };
  };
  await test.addAgents('A', 'B');
  await test.addSecret('one', 'not-a-real-key');
  await test.addSecret('two', 'not-a-real-key');
  await ask('PATCH', secretUrl('one'), { value: 'not-a-real-second-key' });
  const list = await test.send({ url: secretUrl('one', '/access'), key: test.adminKey });
  const until = new Date(test.vault.now().getTime() + 3_600_000).toISOString();
  const ifMatch = { 'if-match': String(list.headers['etag']) };
  await ask('PATCH', secretUrl('one', '/access'), { grant: ['A'], until }, ifMatch);
  const repeatable = { name: 'three', kind: 'single', value: 'not-a-real-key', agentIds: [] };
  await ask('POST', `${account}/secrets`, repeatable, { 'idempotency-key': 'once' });

  const authorKey = await test.issue('author', { userId: await test.addUser('author') });
  const own = { key: authorKey };
  await ask('POST', '/v1/me/environment', { name: 'X', value: 'not-a-real-key' }, own);
  await ask('PATCH', '/v1/me/environment/X', { value: 'not-a-real-second-key' }, own);
  await ask('POST', '/v1/me/sandbox-sessions', {}, own);

  await ask('POST', `${account}/identities`, newIdentity('A'));
  const { id: identity } = await ask('POST', `${account}/identities`, newIdentity('B'));
  const removed = { id: identity, row: rowOf('workload_identities', identity) };
  await ask('DELETE', `${account}/identities/${identity}`);

  const environments = [{ name: 'Live', suffix: '_live' }];
  await ask('PATCH', account, { secondApprover: true, environments });
  const request = await ask(
    'POST',
    '/v1/agents/B/access-requests',
    { secretName: 'two', reason: 'Why' },
    own,
  );
  const adminKey = await test.issue('admin', { userId: await test.addUser('admin') });
  await ask('POST', `/v1/agents/B/access-requests/${request.id}:approve`, {}, { key: adminKey });

  const key = await test.issue('author', { userId: await test.addUser('author') });
  const { id } = (await test.send({ url: '/v1/me', key })).json as { id: string };
  const ended = { id, key, row: rowOf('tokens', id) };
  await ask('DELETE', `${account}/tokens/${id}`);
  return { agentKey: await test.issue('agent', { agentId: 'A' }), ended, removed };
}

async function drain(steps: AsyncIterable<unknown>): Promise<void> {
  for await (const step of steps) void step;
}
