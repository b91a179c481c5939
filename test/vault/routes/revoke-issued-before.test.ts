import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RowFault, verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { startSession } from '../support/session.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let old: { key: string; session: string; sandbox: string; other: string };
let later: string;
const hour = 3_600_000;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  const session = await startSession(test, 'author');
  const start = {
    method: 'POST',
    url: '/v1/me/sandbox-sessions',
    key: session,
    body: { minutes: 60 },
  } as const;
  const sandbox = (await test.send(start)).json as { token: string };
  const key = await test.issue('agent', { agentId: 'A' });
  old = { key, session, sandbox: sandbox.token, other: await test.issue('reviewer') };
  test.advance(hour / 2);
  later = await test.issue('author');
});
afterEach(() => test.close());

const status = async (key: string) => (await test.send({ url: '/v1/me', key })).status;
const revoke = (body: unknown, key = test.adminKey) =>
  test.send({ method: 'POST', url: '/v1/accounts/acc_test/tokens:revoke', key, body });
const time = '2026-01-01T00:15:00Z';
const found = { tokens: 2, signIns: 1, sandboxes: 1, keptOwn: true };

describe('credentials issued before a time', () => {
  it('end together: keys, sign-ins and sandboxes, but not the requesting key, nor newer ones', async () => {
    expect(await revoke({ issuedBefore: time })).toMatchObject({ status: 200, json: found });
    for (const key of [old.key, old.session, old.other]) expect(await status(key)).toBe(401);
    const environment = { url: '/v1/sandbox/environment', key: old.sandbox };
    expect((await test.send(environment)).status).toBe(401);
    expect([await status(test.adminKey), await status(later)]).toEqual([200, 200]);
    const again = await revoke({ issuedBefore: time });
    expect(again.json).toEqual({ tokens: 0, signIns: 0, sandboxes: 0, keptOwn: true });
  });

  it('are counted and end while the clock is ahead, also those that seem to have expired', async () => {
    test.setClock(48 * hour);
    expect((await revoke({ issuedBefore: time, dryRun: true })).json).toEqual(found);
    expect((await revoke({ issuedBefore: time })).json).toEqual(found);
    test.setClock(-48 * hour);
    for (const key of [old.key, old.session, old.other]) expect(await status(key)).toBe(401);
    expect(await status(later)).toBe(200);
  });

  it('leave an entry each, and a log that agrees with the rows', async () => {
    await revoke({ issuedBefore: time });
    const entries = await test.vault.storage.auditAfter(0, 1000);
    const ends = entries.filter(({ action }) => action === 'token.revoke' || action === 'sandbox.end');
    expect(new Set(ends.map(({ targetId }) => targetId)).size).toBe(4);
    const faults: RowFault[] = [];
    for await (const fault of verifyRows(test.vault)) faults.push(fault);
    expect(faults).toEqual([]);
  });

  it('are only counted on request', async () => {
    expect((await revoke({ issuedBefore: time, dryRun: true })).json).toEqual(found);
    for (const key of [old.key, old.session, old.other]) expect(await status(key)).toBe(200);
  });

  it('end in steps when there are many', async () => {
    for (let count = 0; count < 150; count += 1) await test.issue('author');
    const answer = await revoke({ issuedBefore: '2026-01-01T01:00:00Z' });
    expect(answer.json).toMatchObject({ tokens: 153, signIns: 1 });
    const entries = await test.vault.storage.auditAfter(0, 1000);
    expect(entries.filter(({ action }) => action === 'token.revoke-many')).toHaveLength(3);
  });

  it.each([{ issuedBefore: 'yesterday' }, {}, { issuedBefore: time, all: true }])(
    'is not %j',
    async (body) => {
      expect((await revoke(body)).status).toBe(400);
    },
  );

  it('are ended by admins only', async () => {
    expect((await revoke({ issuedBefore: time }, later)).status).toBe(403);
  });
});
