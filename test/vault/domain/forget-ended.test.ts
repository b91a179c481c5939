import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RowFault, verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { forgetEnded } from '../../../vault/domain/deletion/forget-ended.ts';
import { startSession } from '../support/session.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

const day = 86_400_000;
let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

const me = (key: string) => test.send({ url: '/v1/me', key });
const idOf = async (key: string) => ((await me(key)).json as { id: string }).id;
const signOut = (key: string) => test.send({ method: 'POST', url: '/v1/me/sign-out', key, body: {} });

async function listed(): Promise<readonly string[]> {
  const answer = await test.send({ url: `/v1/accounts/${test.accountId}/tokens`, key: test.adminKey });
  return (answer.json as { tokens: readonly { id: string }[] }).tokens.map(({ id }) => id);
}

async function faults(): Promise<readonly RowFault[]> {
  const found: RowFault[] = [];
  for await (const fault of verifyRows(test.vault)) found.push(fault);
  return found;
}

/** Removes a row from the database; the result puts it back. */
async function copyOf(table: string, id: string): Promise<() => Promise<void>> {
  const database = new Database(join(test.directory, 'vault.db'));
  const row = database
    .prepare<[string], Record<string, unknown>>(`select * from ${table} where id = ?`)
    .get(id);
  database.close();
  const columns = Object.keys(row ?? {});
  const places = columns.map(() => '?').join(', ');
  return async () => {
    const again = new Database(join(test.directory, 'vault.db'));
    const insert = `insert or replace into ${table} (${columns.join(', ')}) values (${places})`;
    again.prepare(insert).run(...Object.values(row ?? {}));
    again.close();
    await setImmediate();
    await setImmediate();
  };
}

describe('expired and revoked keys', () => {
  it('stay in the list for 30 days, then they are removed and verification finds nothing wrong', async () => {
    const session = await startSession(test, 'author');
    const signedOut = await idOf(session);
    const expired = await idOf(await test.issue('author'));
    await signOut(session);
    test.advance(29 * day);
    expect(await forgetEnded(test.vault)).toBe(0);
    expect(await listed()).toEqual(expect.arrayContaining([signedOut, expired]));
    expect(await faults()).toEqual([]);
    test.advance(1 * day + 1);
    // The one that expired a day later is still listed.
    expect(await forgetEnded(test.vault)).toBe(1);
    expect(await listed()).toContain(expired);
    test.advance(1 * day);
    expect(await forgetEnded(test.vault)).toBe(1);
    expect(await listed()).not.toContain(expired);
    expect(await faults()).toEqual([]);
  });

  it('leave an entry when they expired', async () => {
    const id = await idOf(await test.issue('author'));
    test.advance(32 * day);
    await forgetEnded(test.vault);
    const entries = await test.vault.storage.auditAfter(0, 1000);
    const about = entries.filter(({ targetId }) => targetId === id).map(({ action }) => action);
    expect(about).toEqual(['token.issue', 'token.expire']);
  });

  it('do not come back with a copy of the row, not even when the clock is set back', async () => {
    const url = `/v1/accounts/${test.accountId}/tokens`;
    const body = { name: 'long', role: 'author', expiresAt: '2026-12-01T00:00:00Z' };
    const issued = await test.send({ method: 'POST', url, key: test.adminKey, body });
    const { id, token } = issued.json as { id: string; token: string };
    const putBack = await copyOf('tokens', id);
    await test.send({ method: 'DELETE', url: `${url}/${id}`, key: test.adminKey });
    test.advance(31 * day);
    expect(await forgetEnded(test.vault)).toBe(1);
    expect((await me(token)).status).toBe(401);
    await putBack();
    expect((await me(token)).status).toBe(500);
    expect(await faults()).toEqual([{ row: 'token', id, what: 'older' }]);
    // Past its expiry, when nothing of it is left, and back again.
    test.advance(331 * day);
    await forgetEnded(test.vault);
    test.advance(-60 * day);
    await putBack();
    expect((await me(token)).status).toBe(500);
  });

  it('are left for verification when their row was edited', async () => {
    const id = await idOf(await test.issue('author'));
    const database = new Database(join(test.directory, 'vault.db'));
    database.prepare(`update tokens set expires_at = '2025-01-01T00:00:00.000Z' where id = ?`).run(id);
    database.close();
    expect(await forgetEnded(test.vault)).toBe(0);
    expect(await faults()).toEqual([{ row: 'token', id, what: 'edited' }]);
  });
});

describe('sandbox sessions that expired', () => {
  it('are removed, with an entry, and verification finds nothing wrong', async () => {
    const session = await startSession(test, 'author');
    const start = { method: 'POST', url: '/v1/me/sandbox-sessions', key: session } as const;
    const { id } = (await test.send({ ...start, body: { minutes: 5 } })).json as { id: string };
    test.advance(6 * 60_000);
    expect(await faults()).toEqual([]);
    expect(await forgetEnded(test.vault)).toBe(1);
    expect(await faults()).toEqual([]);
    const entries = await test.vault.storage.auditAfter(0, 1000);
    expect(entries.at(-1)).toMatchObject({ action: 'sandbox.expire', targetId: id, actorRole: 'vault' });
  });
});
