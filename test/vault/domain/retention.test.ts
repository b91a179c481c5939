import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderPlace } from '../../../vault/archive/folder.ts';
import { exportSegments } from '../../../vault/domain/audit/archive-segments.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import {
  type Checkpoint,
  encodeCheckpoint,
  makeCheckpoint,
} from '../../../vault/domain/audit/checkpoints.ts';
import { pruneLog, type Pruning } from '../../../vault/domain/audit/prune-log.ts';
import { refuseRollback } from '../../../vault/domain/audit/rollback.ts';
import { sealSegments } from '../../../vault/domain/audit/seal-segments.ts';
import type { SegmentPlace } from '../../../vault/domain/audit/segment-place.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { keepLogOnce } from '../../../vault/background/keep-log.ts';
import { editDatabase, reopenVault } from '../support/edit-database.ts';
import {
  makeTestDirectory,
  openTestVault,
  secretUrl,
  type TestVault,
  valueUrl,
} from '../support/test-vault.ts';

const day = 86_400_000;

let test: TestVault;
let folder: string;
let place: SegmentPlace;
beforeEach(async () => {
  test = await openTestVault();
  folder = makeTestDirectory();
  place = folderPlace(folder);
  await test.addAgents('A');
  await test.addSecret('one', 'not-a-real-key', ['A']);
  await makeCheckpoint(test.vault);
});
afterEach(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

async function all<T>(steps: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const step of steps) found.push(step);
  return found;
}

async function prune(days = 0, from = place): Promise<Pruning> {
  const actor = {
    accountId: 'acc_test',
    actorId: 'operator',
    actorRole: 'vault',
    requestId: 'test',
  } as const;
  const before = new Date(test.vault.now().getTime() - days * day + 1);
  const pruning = pruneLog(test.vault, { place: from, before, actor });
  let step = await pruning.next();
  while (!step.done) step = await pruning.next();
  return step.value;
}

/** Seals, exports and prunes the existing entries. Returns the last pruned entry. */
async function archive(): Promise<number> {
  await all(sealSegments(test.vault));
  await all(exportSegments(test.vault, place));
  return (await prune()).through;
}

async function left(): Promise<readonly number[]> {
  return (await test.vault.storage.auditAfter(0, 1000)).map(({ seq }) => seq);
}

const read = async () =>
  test.send({ url: valueUrl('A', 'one'), key: await test.issue('agent', { agentId: 'A' }) });

describe('a pruned log', () => {
  it('is verified from its signed end on, and from entry 1 with its segments', async () => {
    const through = await archive();
    expect(await left()).toEqual([through + 1]);
    expect((await read()).status).toBe(200);
    await makeCheckpoint(test.vault);
    const pruned = { through, lastAt: '2026-01-01T00:00:00.000Z', at: '2026-01-01T00:00:00.000Z' };
    const verdict = await verifyAuditChain(test.vault);
    expect(verdict).toEqual({ entries: through + 4, checkpoints: 2, fault: undefined, pruned });
    const whole = await verifyAuditChain(test.vault, { segments: place });
    expect(whole).toMatchObject({ entries: through + 4, fault: undefined, pruned });
    expect(await all(verifyRows(test.vault))).toEqual([]);
    expect(await all(verifyRows(test.vault, whole.known?.copy()))).toEqual([]);
  });

  it('is pruned repeatedly, each segment once', async () => {
    const first = await archive();
    await read();
    const second = await archive();
    expect(second).toBeGreaterThan(first);
    expect(await left()).toEqual([second + 1]);
    expect(readdirSync(folder)).toHaveLength(4);
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
      0o600, 0o600, 0o600, 0o600,
    ]);
    const verdict = await verifyAuditChain(test.vault, { segments: place });
    expect(verdict).toMatchObject({ fault: undefined, pruned: { through: second } });
  });

  it('is marked as pruned in lists and verdicts of the API', async () => {
    const through = await archive();
    const url = '/v1/accounts/acc_test/audit-events';
    const page = await test.send({ url: `${url}?limit=1`, key: test.adminKey });
    expect(page).toMatchObject({ status: 200, json: { pruned: { through } } });
    expect(page.json).not.toHaveProperty('nextCursor');
    const verdict = await test.send({ url: `${url}:verify`, key: test.adminKey });
    expect(verdict.json).toMatchObject({ intact: true, pruned: { through } });
  });

  it('does not show entries that still wait to be removed', async () => {
    await all(sealSegments(test.vault));
    await all(exportSegments(test.vault, place));
    const actor = { accountId: 'acc_test', actorId: 'operator', actorRole: 'vault', requestId: 't' } as const;
    const before = new Date(test.vault.now().getTime() + 1);
    // Read back; then the snapshot is stored and the removal begins, but does not continue.
    const pruning = pruneLog(
      { ...test.vault, storage: withoutPruning(test.vault.storage) },
      { place, before, actor },
    );
    for (let step = await pruning.next(); !step.done;) step = await pruning.next();
    expect((await left())[0]).toBe(1);
    const { json } = await test.send({ url: '/v1/accounts/acc_test/audit-events', key: test.adminKey });
    const { events } = json as { events: readonly { seq: number; action: string }[] };
    expect(events.map(({ action }) => action)).toEqual(['audit.prune']);
    // Editing obsolete parts changes nothing.
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
    const again = await prune();
    expect(again).toMatchObject({ segments: 0 });
    expect((await left())[0]).toBe(again.through + 1);
  });

  it('keeps entries that are too young, and those not exported', async () => {
    await all(sealSegments(test.vault));
    expect(await prune()).toEqual({ segments: 0, through: 0 });
    await all(exportSegments(test.vault, place));
    expect(await prune(10)).toEqual({ segments: 0, through: 0 });
    test.advance(11 * day);
    await read();
    await all(sealSegments(test.vault));
    await all(exportSegments(test.vault, place));
    expect(await prune(10)).toMatchObject({ segments: 1 });
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
  });

  it('opens again, and continues its chain', async () => {
    const through = await archive();
    await test.release();
    const vault = await reopenVault(test.directory);
    expect(vault.seal.reason).toBeUndefined();
    await makeCheckpoint(vault);
    expect(await verifyAuditChain(vault)).toMatchObject({ fault: undefined, pruned: { through } });
    await vault.storage.close();
    test = await openTestVault();
  });
});

describe('an attacker who edits a pruned vault', () => {
  const verdictAfter = async (sql: string) => {
    await test.release();
    editDatabase(test.directory, sql);
    const vault = await reopenVault(test.directory);
    try {
      const verdict = await verifyAuditChain(vault);
      const rows = verdict.fault ? [] : await all(verifyRows(vault));
      return { fault: verdict.fault, rows };
    } finally {
      await vault.storage.close();
      const { directory } = test;
      rmSync(directory, { recursive: true, force: true });
      test = await openTestVault();
    }
  };

  it('is detected when a revoked token is put back', async () => {
    const made = await test.send({
      method: 'POST',
      url: '/v1/accounts/acc_test/tokens',
      key: test.adminKey,
      body: { name: 'T', role: 'agent', agentId: 'A' },
    });
    const { id } = made.json as { id: string };
    editDatabase(test.directory, `create table kept as select * from tokens where id = '${id}'`);
    const revoked = await test.send({
      method: 'DELETE',
      url: `/v1/accounts/acc_test/tokens/${id}`,
      key: test.adminKey,
    });
    expect(revoked.status).toBeLessThan(300);
    await archive();
    const { fault, rows } = await verdictAfter(
      `delete from tokens where id = '${id}'; insert into tokens select * from kept`,
    );
    expect(fault).toBeUndefined();
    expect(rows).toEqual([{ row: 'token', id, what: 'older' }]);
  });

  it('is detected when a purged secret is put back, or a stored one removed', async () => {
    await test.addSecret('two', 'not-a-real-key');
    editDatabase(
      test.directory,
      `create table kept as select * from secrets where name = 'two'; create table kept_versions as
        select * from secret_versions where secret_id in (select id from kept)`,
    );
    await test.send({
      method: 'DELETE',
      url: secretUrl('two'),
      key: test.adminKey,
      headers: { 'if-match': '*' },
    });
    await test.send({
      method: 'POST',
      url: secretUrl('two', ':purge'),
      key: test.adminKey,
      headers: { 'if-match': '*' },
    });
    await archive();
    const { fault, rows } = await verdictAfter(
      `insert into secrets select * from kept; insert into secret_versions select * from kept_versions;
        delete from secret_agents; delete from secrets where name = 'one'`,
    );
    expect(fault).toBeUndefined();
    expect(rows.map(({ row, what }) => [row, what])).toEqual([
      ['secret', 'older'],
      ['secret', 'lost'],
    ]);
  });

  it.each([
    [
      'the record of what was pruned',
      `update audit_snapshot set bytes = cast(replace(bytes, '"prunedAt":"2026', '"prunedAt":"2025') as blob) where part = 0`,
      'snapshot',
    ],
    [
      'a segment',
      `update audit_segments set manifest = replace(manifest, '"count":', '"count":1')`,
      'segment',
    ],
    ['that there were segments', 'delete from audit_segments', 'segment'],
    ['that anything was pruned', 'delete from audit_snapshot', 'segment'],
    ['the first entry that is left', `update audit set actor_id = 'x'`, 'edited'],
  ])('is detected when they change %s', async (_, sql, what) => {
    await archive();
    const { fault } = await verdictAfter(sql);
    expect(fault).toMatchObject({ what });
  });

  it('is detected when they change the snapshot of rows', async () => {
    await archive();
    await test.release();
    editDatabase(
      test.directory,
      `update audit_snapshot set bytes = cast(replace(bytes, '"secret"', '"account"') as blob) where part = 1`,
    );
    const vault = await reopenVault(test.directory);
    await expect(all(verifyRows(vault))).rejects.toThrow('pruned audit entries');
    await vault.storage.close();
    test = await openTestVault();
  });
});

describe('exported segments', () => {
  const damage = (end: string, change: (text: string) => string) => {
    const name = readdirSync(folder).find((one) => one.endsWith(end)) ?? '';
    writeFileSync(join(folder, name), change(readFileSync(join(folder, name), 'utf8')));
  };

  it('contain every entry with its MAC, and no value', async () => {
    await all(sealSegments(test.vault));
    await all(exportSegments(test.vault, place));
    const [entries = '', manifest = ''] = readdirSync(folder).toSorted();
    expect(entries).toMatch(/^audit-000000000001-\d{12}\.jsonl$/);
    expect(manifest).toBe(entries.replace('.jsonl', '.manifest.json'));
    const text = readFileSync(join(folder, entries), 'utf8');
    expect(text).not.toContain('not-a-real-key');
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(await left());
  });

  it.each([
    ['an entry is edited', '.jsonl', (text: string) => text.replace('secret.create', 'secret.change')],
    ['the end is missing', '.jsonl', (text: string) => text.slice(0, -10)],
    ['an entry is added', '.jsonl', (text: string) => `${text}{}\n`],
    ['the manifest is edited', '.manifest.json', (text: string) => text.replace('"first":1', '"first":2')],
  ])('stop pruning when they come back changed: %s', async (_, end, change) => {
    await all(sealSegments(test.vault));
    await all(exportSegments(test.vault, place));
    damage(end, change);
    await expect(prune()).rejects.toThrow(`is not what the vault exported at ${folder}`);
    expect((await left())[0]).toBe(1);
    expect(await verifyAuditChain(test.vault, { segments: place })).toMatchObject({
      fault: { seq: 1, what: 'segment' },
    });
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
  });

  it('stop pruning when they are missing, and verification names the entry they begin with', async () => {
    await archive();
    await read();
    await all(sealSegments(test.vault));
    await all(exportSegments(test.vault, place));
    const [, , entries = ''] = readdirSync(folder).toSorted();
    rmSync(join(folder, entries));
    await expect(prune()).rejects.toThrow('is missing');
    const seq = Number(entries.slice(6, 18));
    expect(await verifyAuditChain(test.vault, { segments: place })).toMatchObject({
      fault: { seq, what: 'segment' },
    });
  });

  it('are not sealed over an edited entry', async () => {
    await all(sealSegments(test.vault));
    const sealed = await test.vault.storage.look((view) => view.lastSegment());
    await read();
    const last = (await left()).at(-1) ?? 0;
    editDatabase(test.directory, `update audit set actor_id = 'x' where seq = ${String(last)}`);
    await expect(all(sealSegments(test.vault))).rejects.toThrow('the audit log is not what the vault wrote');
    expect(await test.vault.storage.look((view) => view.lastSegment())).toEqual(sealed);
  });

  it('are not exported when an entry was edited after it was sealed', async () => {
    await all(sealSegments(test.vault));
    editDatabase(test.directory, `update audit set actor_id = 'x' where seq = 2`);
    await expect(all(exportSegments(test.vault, place))).rejects.toThrow('is not what the vault wrote');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are created again where the archive failed, at whichever step', async () => {
    await all(sealSegments(test.vault));
    for (const failing of ['put 1', 'put 2', 'get 1', 'get 2']) {
      await expect(all(exportSegments(test.vault, failingPlace(place, failing)))).rejects.toThrow('away');
      const [segment] = await test.vault.storage.look((view) => view.segmentsAfter(0, 1));
      expect(segment?.exportedAt).toBeNull();
      expect(await prune()).toEqual({ segments: 0, through: 0 });
    }
    await all(exportSegments(test.vault, place));
    await expect(prune(0, failingPlace(place, 'get 1'))).rejects.toThrow('away');
    expect((await left())[0]).toBe(1);
    expect((await prune()).through).toBeGreaterThan(0);
  });
});

describe('a process that ends', () => {
  const keepEverything = async (vault: TestVault['vault'], at: SegmentPlace) => {
    await all(sealSegments(vault));
    await all(exportSegments(vault, at));
    const actor = { accountId: 'acc_test', actorId: 'operator', actorRole: 'vault', requestId: 't' } as const;
    const before = new Date(vault.now().getTime() + 1);
    await all(pruneLog(vault, { place: at, before, actor }));
  };

  it.each(['before', 'after'] as const)(
    '%s any of its transactions loses nothing, and the next continues',
    async (when) => {
      const entries = await left();
      let ended = 0;
      for (let allowed = 0; ; allowed += 1) {
        const { storage } = test.vault;
        const dying = { ...test.vault, storage: endingStorage(storage, allowed, when) };
        const isDone = await keepEverything(dying, place).then(
          () => true,
          () => false,
        );
        const whole = await verifyAuditChain(test.vault, { segments: place });
        expect(whole).toMatchObject({ fault: undefined });
        expect(await all(verifyRows(test.vault))).toEqual([]);
        if (isDone) break;
        ended += 1;
      }
      expect(ended).toBeGreaterThan(2);
      expect((await left())[0]).toBeGreaterThan(entries.length);
    },
  );
});

describe('checkpoints of a pruned log', () => {
  it('outside the database agree with it, in segments too', async () => {
    const before = await lastCheckpoint();
    await archive();
    await expect(
      refuseRollback(test.vault.storage, test.vault.keyring, sinkOf(before)),
    ).resolves.toBeUndefined();
    expect(await verifyAuditChain(test.vault, { outside: listOf(before) })).toMatchObject({
      fault: undefined,
    });
    const outside = { outside: listOf(before), segments: place };
    expect(await verifyAuditChain(test.vault, outside)).toMatchObject({ checkpoints: 2, fault: undefined });
  });

  it('detect a pruned database that ends before them', async () => {
    await archive();
    await makeCheckpoint(test.vault);
    const last = await lastCheckpoint();
    editDatabase(test.directory, `delete from audit where seq >= ${String(last.seq)}`);
    await expect(refuseRollback(test.vault.storage, test.vault.keyring, sinkOf(last))).rejects.toThrow(
      'ends before',
    );
  });

  async function lastCheckpoint(): Promise<Checkpoint> {
    const found = await test.vault.storage.look((view) => view.lastCheckpoint());
    if (!found) throw new Error('Nothing was signed');
    return found;
  }
});

describe('a vault with an archive for its log', () => {
  const lines: unknown[] = [];
  const log = {
    info: (...line: unknown[]) => void lines.push(line),
    warn: (...line: unknown[]) => void lines.push(line),
  };

  it('exports it once a day, and prunes it when it is old enough', async () => {
    const options = { place, keepDays: 30 };
    await keepLogOnce(test.vault, options, log);
    expect(readdirSync(folder)).toEqual([]);
    test.advance(1.1 * day);
    await keepLogOnce(test.vault, options, log);
    expect(readdirSync(folder)).toHaveLength(2);
    expect((await left())[0]).toBe(1);
    test.advance(30 * day);
    await keepLogOnce(test.vault, options, log);
    expect((await left())[0]).toBeGreaterThan(1);
    expect(await verifyAuditChain(test.vault, { segments: place })).toMatchObject({ fault: undefined });
  });

  it('prunes nothing that its stream has not received', async () => {
    test.advance(1.1 * day);
    await keepLogOnce(test.vault, { place, keepDays: 0, streamed: () => 1 }, log);
    expect((await left())[0]).toBe(1);
    test.advance(1);
    await keepLogOnce(test.vault, { place, keepDays: 0, streamed: () => 1e9 }, log);
    expect((await left())[0]).toBeGreaterThan(1);
  });
});

function withoutPruning(storage: TestVault['vault']['storage']): TestVault['vault']['storage'] {
  const pruneAudit = () => Promise.resolve(undefined);
  return {
    ...storage,
    engine: storage.engine,
    history: storage.history,
    look: (work) => storage.look(work),
    auditAfter: (seq, limit) => storage.auditAfter(seq, limit),
    transact: (work) => storage.transact((tx) => work({ ...tx, pruneAudit })),
  };
}

/** Makes so many transactions, then ends before or after the commit of the next one. */
function endingStorage(
  storage: TestVault['vault']['storage'],
  allowed: number,
  when: 'after' | 'before',
): TestVault['vault']['storage'] {
  let made = 0;
  return {
    ...withoutPruning(storage),
    async transact(work) {
      made += 1;
      if (made > allowed && when === 'before') throw new Error('ended');
      const result = await storage.transact(work);
      if (made > allowed) throw new Error('ended');
      return result;
    },
  };
}

/** Fails at the given call, counted from 1. */
function failingPlace(inner: SegmentPlace, failing: string): SegmentPlace {
  const count = { put: 0, get: 0 };
  const step = (call: 'get' | 'put'): void => {
    count[call] += 1;
    if (`${call} ${String(count[call])}` === failing) throw new Error('away');
  };
  return {
    name: inner.name,
    async put(name, bytes) {
      step('put');
      await inner.put(name, bytes);
    },
    async get(name, limit) {
      step('get');
      return inner.get(name, limit);
    },
  };
}

async function* listOf(...checkpoints: readonly Checkpoint[]): AsyncGenerator<Checkpoint> {
  yield* checkpoints;
}

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
