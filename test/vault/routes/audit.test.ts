import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editDatabase } from '../support/edit-database.ts';
import { addOtherAccount, openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';

const url = '/v1/accounts/acc_test/audit-events';

let test: TestVault;
let reviewer: string;
beforeAll(async () => {
  test = await openTestVault();
  await addOtherAccount(test);
  await test.addAgents('A');
  await test.addSecret('one', 'not-a-real-key', ['A']);
  await test.addSecret('two', 'not-a-real-key');
  reviewer = await test.issue('reviewer');
  const key = await test.issue('agent', { agentId: 'A' });
  for (const name of ['one', 'two']) await test.send({ url: valueUrl('A', name), key });
});
afterAll(() => test.close());

interface Page {
  readonly events: readonly { seq: number; action: string; decision: string; address?: string }[];
  readonly nextCursor?: string;
}
const list = async (query: string, key = reviewer) =>
  (await test.send({ url: url + query, key })).json as Page;

describe('the audit log', () => {
  it('is read newest first, page by page, without gap or repetition', async () => {
    const whole = await list('?limit=1000');
    const seen: number[] = [];
    let cursor = `&cursor=${String((whole.events[0]?.seq ?? 0) + 1)}`;
    while (cursor !== '') {
      const page = await list(`?limit=2${cursor}`);
      seen.push(...page.events.map(({ seq }) => seq));
      cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(whole.events.map(({ seq }) => seq));
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  });

  it('is filtered', async () => {
    expect((await list('?action=value.read&decision=denied')).events).toMatchObject([
      { action: 'value.read', decision: 'denied', code: 'MissingAccess', secretName: 'two', agentId: 'A' },
    ]);
    expect((await list('?secretName=one&action=value.read')).events).toMatchObject([
      { decision: 'allowed', version: 1, actorRole: 'agent', address: '127.0.0.1' },
    ]);
    expect((await list('?agentId=nobody')).events).toEqual([]);
    const { events } = await list('?action=value.read,secret.create&until=2099-01-01T00:00:00Z&limit=1000');
    expect(new Set(events.map(({ action }) => action))).toEqual(new Set(['value.read', 'secret.create']));
    expect((await list('?until=2001-01-01T00:00:00Z')).events).toEqual([]);
  });

  it.each(['?cursor=x', '?limit=0', '?decision=maybe', '?action=', '?since=yesterday'])(
    'is not read with %s',
    async (query) => {
      expect(await test.send({ url: url + query, key: reviewer })).toMatchObject({ status: 400 });
    },
  );

  it('contains nothing of another account', async () => {
    const admin = await test.issue('admin', { accountId: 'acc_other' });
    const other = await test.send({ url: '/v1/accounts/acc_other/audit-events', key: admin });
    // Nothing but the key of that account.
    expect(other.json).toMatchObject({ events: [{ action: 'token.issue' }] });
    expect(await test.send({ url, key: admin })).toMatchObject({ status: 404 });
  });

  it('is verified on demand', async () => {
    const { json } = await test.send({ url: `${url}:verify`, key: reviewer });
    expect(json).toMatchObject({ intact: true, checkpoints: 0 });
    expect((json as { entries: number }).entries).toBeGreaterThan(8);
  });

  it('records uses of unknown keys, but not the keys, and is not filled by them', async () => {
    const wrong = 'not-a-real-canary-key';
    let limited: unknown;
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const answer = await test.send({ url: '/v1/me', key: wrong });
      if (answer.status === 429) limited = answer.headers['retry-after'];
      else expect(answer).toMatchObject({ status: 401, json: { code: 'Unauthenticated' } });
    }
    expect(limited).toBe('1');
    const first = { action: 'token.use', decision: 'denied', address: '127.0.0.1' };
    expect(await list('?actorId=unknown')).toMatchObject({ events: [first] });
    await test.vault.refusals.writeCounts();
    const { events } = await list('?actorId=unknown');
    expect(events).toMatchObject([{ ...first, action: 'token.uses-refused', count: 99 }, first]);
    expect(JSON.stringify(events)).not.toContain('canary');
    // A valid key at the same address is not affected.
    expect(await test.send({ url: '/v1/me', key: reviewer })).toMatchObject({ status: 200 });
  });

  it('records uses of a key whose end was removed in the database, without being filled', async () => {
    const issued = { name: 'stolen', role: 'agent', agentId: 'A' };
    const tokens = '/v1/accounts/acc_test/tokens';
    const { json } = await test.send({ method: 'POST', url: tokens, key: test.adminKey, body: issued });
    const { id, token } = json as { id: string; token: string };
    await test.send({ method: 'DELETE', url: `${tokens}/${id}`, key: test.adminKey });
    editDatabase(test.directory, `update tokens set revoked_at = null where id = '${id}'`);
    await setImmediate();
    // The unknown keys before have used up their own entries, not these.
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(await test.send({ url: valueUrl('A', 'one'), key: token })).toMatchObject({ status: 500 });
    }
    const { events } = await list('?decision=failed');
    const entry = { action: 'token.use', code: 'IntegrityError', actorId: 'unknown', address: '127.0.0.1' };
    expect(events).toMatchObject([entry]);
    await test.vault.refusals.writeCounts();
    expect(await list('?decision=failed')).toMatchObject({
      events: [{ ...entry, action: 'token.uses-refused', count: 19 }, entry],
    });
  });
});
