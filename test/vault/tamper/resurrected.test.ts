import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RowFault, verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { spreadAudit } from '../support/spread-audit.ts';
import { startSession } from '../support/session.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let database: Database.Database;
beforeEach(async () => {
  test = await openTestVault();
  database = new Database(join(test.directory, 'vault.db'));
  database.pragma('foreign_keys = OFF');
});
afterEach(async () => {
  database.close();
  await test.close();
});

type Row = Readonly<Record<string, unknown>>;

/** An attacker with the database file, but without the root key. */
const rowOf = (table: string, id: string) =>
  database.prepare<[string], Row>(`select * from ${table} where id = ?`).get(id) ?? {};

async function putBack(table: string, row: Row): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  const insert = `insert or replace into ${table} (${columns.join(', ')}) values (${places})`;
  database.prepare(insert).run(...Object.values(row));
  await newTurn();
}

async function edit(statement: string, ...values: readonly unknown[]): Promise<void> {
  database.prepare(statement).run(...values);
  await newTurn();
}

/** Reads in the same turn of the event loop share one snapshot. */
async function newTurn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

async function faults(): Promise<readonly RowFault[]> {
  const found: RowFault[] = [];
  for await (const fault of verifyRows(test.vault)) found.push(fault);
  return found;
}

const me = async (key: string) => (await test.send({ url: '/v1/me', key })).status;
const idOf = async (key: string) => ((await test.send({ url: '/v1/me', key })).json as { id: string }).id;
const signOut = (key: string, body = {}) => test.send({ method: 'POST', url: '/v1/me/sign-out', key, body });

async function startSandbox(key: string): Promise<{ id: string; token: string }> {
  const answer = await test.send({ method: 'POST', url: '/v1/me/sandbox-sessions', key, body: {} });
  return answer.json as { id: string; token: string };
}

const environment = (key: string) => test.send({ url: '/v1/sandbox/environment', key });
const failures = async () =>
  (await test.vault.storage.auditAfter(0, 1000)).filter(({ decision }) => decision === 'failed');

describe('a credential that was put back after its end', () => {
  it('is refused when it is the session of an admin who signed out, and found by verification', async () => {
    const session = await startSession(test, 'admin');
    const id = await idOf(session);
    const before = rowOf('tokens', id);
    expect((await signOut(session)).json).toEqual({ ended: 1 });
    expect(await faults()).toEqual([]);
    await putBack('tokens', before);
    const answer = await test.send({ url: '/v1/me', key: session });
    expect(answer).toMatchObject({ status: 500, json: { code: 'InternalError' } });
    expect(await failures()).toMatchObject([{ action: 'token.use', code: 'IntegrityError' }]);
    const line = test.log.findLast((text) => text.includes('"failed"')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      stored: `a token that has ended (${id}) is not what the vault wrote`,
    });
    expect(await faults()).toEqual([{ row: 'token', id, what: 'older' }]);
  });

  it('is not listed as if it were valid', async () => {
    const session = await startSession(test, 'author');
    const before = rowOf('tokens', await idOf(session));
    await signOut(session);
    await putBack('tokens', before);
    const tokens = `/v1/accounts/${test.accountId}/tokens`;
    expect((await test.send({ url: tokens, key: test.adminKey })).status).toBe(500);
  });

  it('is refused when it is a sandbox session that ended with all sign-ins', async () => {
    const session = await startSession(test, 'author');
    const sandbox = await startSandbox(session);
    const rows = [rowOf('sandbox_sessions', sandbox.id), rowOf('tokens', await idOf(session))] as const;
    expect((await environment(sandbox.token)).status).toBe(200);
    expect((await signOut(session, { everywhere: true })).json).toEqual({ ended: 2 });
    await putBack('sandbox_sessions', rows[0]);
    await putBack('tokens', rows[1]);
    expect((await environment(sandbox.token)).status).toBe(500);
    expect(await faults()).toEqual(
      expect.arrayContaining([{ row: 'session', id: sandbox.id, what: 'older' }]),
    );
  });

  it('is refused when it is the key that a sandbox session was started with', async () => {
    const key = await test.issue('author', { userId: await test.addUser('author') });
    const id = await idOf(key);
    const sandbox = await startSandbox(key);
    const before = rowOf('tokens', id);
    const url = `/v1/accounts/${test.accountId}/tokens/${id}`;
    await test.send({ method: 'DELETE', url, key: test.adminKey });
    expect((await environment(sandbox.token)).status).toBe(401);
    await putBack('tokens', before);
    expect((await environment(sandbox.token)).status).toBe(500);
    expect(await me(key)).toBe(500);
  });

  it('is found by verification when the record of its end was removed too', async () => {
    const session = await startSession(test, 'admin');
    const id = await idOf(session);
    const before = rowOf('tokens', id);
    await signOut(session);
    await edit('delete from ended where id = ?', id);
    expect(await faults()).toEqual([{ row: 'end', id, what: 'lost' }]);
    await putBack('tokens', before);
    expect(await faults()).toEqual([{ row: 'token', id, what: 'older' }]);
  });

  it('is not valid in the middle of a request, whatever its row says', async () => {
    const admin = await startSession(test, 'admin');
    const id = await idOf(admin);
    await edit(`insert into ended values (?, 'acc_test', '2026-01-01', '2027-01-01')`, id);
    const body = { agentId: 'X', agentName: 'X' };
    const url = `/v1/accounts/${test.accountId}/agents`;
    expect((await test.send({ method: 'POST', url, key: admin, body })).status).toBe(500);
    expect(await faults()).toEqual([{ row: 'end', id, what: 'unknown' }]);
  });
});

describe('credentials and the audit log', () => {
  it('agree: each has an entry of its issue and one of its end, with its id', async () => {
    const session = await startSession(test, 'author');
    const id = await idOf(session);
    const sandbox = await startSandbox(session);
    await signOut(session, { everywhere: true });
    const entries = await test.vault.storage.auditAfter(0, 1000);
    const about = (target: string) =>
      entries.filter(({ targetId }) => targetId === target).map(({ action }) => action);
    expect([about(id), about(sandbox.id)]).toEqual([
      ['token.issue', 'token.revoke'],
      ['sandbox.start', 'sandbox.end'],
    ]);
    const [first] = await test.vault.storage.look((view) =>
      view.listTokens(test.accountId, { after: undefined, limit: 1 }),
    );
    expect(about(first?.id ?? '')).toContain('token.issue');
  });

  it('disagree when a row was never issued, as one of another copy of the vault', async () => {
    const key = await test.issue('admin');
    const id = await idOf(key);
    spreadAudit(database);
    await edit(`delete from audit where target_id = '${id}'`);
    expect(await faults()).toEqual([{ row: 'token', id, what: 'unknown' }]);
    await edit('delete from tokens where id = ?', id);
    expect(await faults()).toEqual([]);
  });

  it.each(['tokens', 'sandbox_sessions'])('disagree when a row of %s is gone that counts', async (table) => {
    const session = await startSession(test, 'author');
    const { id } = table === 'tokens' ? { id: await idOf(session) } : await startSandbox(session);
    expect(await faults()).toEqual([]);
    await edit(`delete from ${table} where id = ?`, id);
    expect(await faults()).toEqual([{ row: table === 'tokens' ? 'token' : 'session', id, what: 'lost' }]);
  });
});
