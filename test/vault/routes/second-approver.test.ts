import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { editDatabase } from '../support/edit-database.ts';
import { openTestVault, secretUrl, type TestVault, valueUrl } from '../support/test-vault.ts';

const account = '/v1/accounts/acc_test';
const requests = '/v1/agents/A/access-requests';

let test: TestVault;
let author: string;
let ann: { key: string; userId: string };
let bob: { key: string; userId: string };
let agent: string;
let name: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  author = await test.issue('author', { userId: await test.addUser('author') });
  [ann, bob] = [await newAdmin(), await newAdmin()];
  await switchTo(true);
});
beforeEach(async () => {
  name = `secret-${String((count += 1))}`;
  await test.addSecret(name, 'not-a-real-key');
  agent = await test.issue('agent', { agentId: 'A' });
});
afterAll(() => test.close());

async function newAdmin(): Promise<{ key: string; userId: string }> {
  const userId = await test.addUser('admin');
  return { userId, key: await test.issue('admin', { userId }) };
}

const switchTo = (secondApprover: boolean, key = test.adminKey) =>
  test.send({
    method: 'PATCH',
    url: account,
    key,
    headers: { 'if-match': '*' },
    body: { secondApprover },
  });
const post = (url: string, key: string, body: unknown = {}) => test.send({ method: 'POST', url, key, body });
const inHours = (hours: number) => new Date(test.vault.now().getTime() + hours * 3_600_000).toISOString();
const read = () => test.send({ url: valueUrl('A', name), key: agent });
const entries = async () => test.vault.storage.auditAfter(0, 100_000);
const asked = async (key = author, body: object = {}) =>
  ((await post(requests, key, { secretName: name, ...body })).json as { id: string }).id;
const approve = (id: string, key: string, body = {}) => post(`${requests}/${id}:approve`, key, body);

async function grant(body: object = { grant: ['A'] }, key = test.adminKey) {
  const url = secretUrl(name, '/access');
  const { headers } = await test.send({ url, key: test.adminKey });
  const ifMatch = { 'if-match': String(headers['etag']) };
  return test.send({ method: 'PATCH', url, key, headers: ifMatch, body });
}

describe('an account with two approvers', () => {
  it('has a verification that finds a first approval that was removed and put back', async () => {
    const faults = async () => {
      const found = [];
      for await (const fault of verifyRows(test.vault)) found.push(fault);
      return found;
    };
    const id = await asked(author, { reason: 'To read a report' });
    await approve(id, ann.key);
    expect(await asked(author, { reason: 'To read a report' })).toBe(id);
    expect(await faults()).toEqual([]);
    const find = () => test.vault.storage.look((view) => view.findAccessRequest('acc_test', id));
    const approved = await find();
    await asked(author, { reason: 'To delete everything' });
    const current = await find();
    expect(await faults()).toEqual([]);
    if (!approved || !current) throw new Error('There is no request');
    await test.vault.storage.transact((tx) => tx.updateAccessRequest(approved));
    expect(await faults()).toEqual([{ row: 'request', id, what: 'older' }]);
    await test.vault.storage.transact((tx) => tx.updateAccessRequest(current));
    await approve(id, bob.key);
    await approve(id, ann.key);
    expect(await faults()).toEqual([]);
  });

  it('gives access when two admins have approved it, and not before', async () => {
    const id = await asked();
    const first = await approve(id, ann.key);
    expect(first).toMatchObject({
      status: 200,
      json: { status: 'pending', firstApproval: { by: ann.userId } },
    });
    expect((await entries()).at(-1)).toMatchObject({
      action: 'request.first-approval',
      targetId: id,
      granted: [],
    });
    expect(await read()).toMatchObject({ status: 403 });
    const second = await approve(id, bob.key);
    expect(second).toMatchObject({ json: { status: 'approved', decidedBy: bob.userId } });
    expect((await entries()).at(-1)).toMatchObject({ action: 'request.approve', granted: ['A'] });
    expect(await read()).toMatchObject({ status: 200 });
  });

  it.each([
    ['the first', 1, undefined, 1],
    ['the second', undefined, 1, 1],
    ['both: the earlier one counts', 1, 2, 1],
    ['both: the earlier one counts, regardless of who gave it', 2, 1, 1],
  ])('gives access until the end that is set by %s', async (_who, one, other, hours) => {
    const at = (end?: number) => (end === undefined ? {} : { until: inHours(end) });
    const id = await asked();
    const first = await approve(id, ann.key, at(one));
    if (one !== undefined) expect(first).toMatchObject({ json: { status: 'pending', ...at(one) } });
    expect(await approve(id, bob.key, at(other))).toMatchObject({
      json: { status: 'approved', until: inHours(hours) },
    });
    const list = await test.send({ url: secretUrl(name, '/access'), key: test.adminKey });
    expect(list).toMatchObject({ json: { ends: [{ agentId: 'A', until: inHours(hours) }] } });
    for await (const fault of verifyRows(test.vault)) expect.fail(JSON.stringify(fault));
  });

  it('drops an approval when its end has passed, and with it the end', async () => {
    const id = await asked();
    await approve(id, ann.key, { until: inHours(1) });
    test.advance(3_600_000);
    expect(await approve(id, bob.key)).toMatchObject({
      json: { status: 'pending', firstApproval: { by: bob.userId } },
    });
    const granted = await approve(id, ann.key);
    expect(granted).toMatchObject({ json: { status: 'approved' } });
    expect(granted.json).not.toHaveProperty('until');
  });

  it('detects an end of an approval that was edited in the database', async () => {
    const id = await asked();
    await approve(id, ann.key, { until: inHours(1) });
    const edit = (until: string) => {
      editDatabase(test.directory, `update access_requests set access_until = ${until} where id = '${id}'`);
    };
    edit('null');
    expect(await approve(id, bob.key)).toMatchObject({ status: 500 });
    expect(await read()).toMatchObject({ status: 403 });
    edit(`'${inHours(1)}'`);
    expect(await approve(id, bob.key)).toMatchObject({ status: 200 });
  });

  it('notifies editors of the first approval', async () => {
    const id = await asked();
    const seq = await test.vault.storage.lastEventSeq();
    await approve(id, ann.key);
    expect((await test.vault.storage.eventsAfter('acc_test', seq))?.map(({ event }) => event)).toMatchObject([
      { type: 'request-created', requestId: id },
    ]);
    const { json } = await test.send({ url: `${requests}?status=pending`, key: author });
    const pending = (json as { requests: { id: string }[] }).requests;
    expect(pending.find((one) => one.id === id)).toMatchObject({ firstApproval: { by: ann.userId } });
  });

  it('does not count one admin twice, not even with another of their keys', async () => {
    const id = await asked();
    await approve(id, ann.key);
    const another = await test.issue('admin', { userId: ann.userId });
    for (const key of [ann.key, another]) {
      expect(await approve(id, key)).toMatchObject({ status: 409, json: { code: 'Conflict' } });
    }
    expect(await read()).toMatchObject({ status: 403 });
  });

  it('lets no one approve their own request, first or second', async () => {
    const id = await asked(ann.key);
    expect(await approve(id, ann.key)).toMatchObject({ status: 403, json: { code: 'Forbidden' } });
    await approve(id, bob.key);
    expect(await approve(id, ann.key)).toMatchObject({ status: 403, json: { code: 'Forbidden' } });
    expect(await read()).toMatchObject({ status: 403 });
  });

  it('accepts no approval from a key without a person', async () => {
    const id = await asked();
    expect(await approve(id, await test.issue('admin'))).toMatchObject({ status: 403 });
  });

  it('drops an approval when the reason changes, and when its admin loses the role', async () => {
    const changed = await asked();
    await approve(changed, ann.key);
    await asked(author, { reason: 'Something else' });
    expect(await approve(changed, bob.key)).toMatchObject({ json: { status: 'pending' } });

    await test.addSecret(`${name}-b`, 'not-a-real-key');
    const leaving = await newAdmin();
    const id = await asked(author, { secretName: `${name}-b` });
    await approve(id, leaving.key);
    const demote = {
      method: 'PATCH',
      url: `${account}/users/${leaving.userId}`,
      key: test.adminKey,
    } as const;
    await test.send({ ...demote, body: { role: 'author' } });
    expect(await approve(id, bob.key)).toMatchObject({
      json: { status: 'pending', firstApproval: { by: bob.userId } },
    });
  });

  it('lets one admin decline, also after an approval', async () => {
    const id = await asked();
    await approve(id, ann.key);
    expect(await post(`${requests}/${id}:decline`, bob.key)).toMatchObject({ json: { status: 'declined' } });
    expect(await approve(id, bob.key)).toMatchObject({ status: 409 });
  });

  it('lets no admin grant alone, by any means', async () => {
    const needed = { status: 403, json: { code: 'SecondApproverNeeded' } };
    expect(await grant()).toMatchObject(needed);
    const { json } = await test.send({ url: secretUrl(name, '/access'), key: test.adminKey });
    const { etag } = json as { etag: string };
    const changes = [{ name, etag, grant: ['A'] }];
    expect(await post(`${account}/access-changes`, test.adminKey, { changes })).toMatchObject(needed);
    const created = { name: `${name}-new`, kind: 'single', value: 'not-a-real-key', agentIds: ['A'] };
    expect(await post(`${account}/secrets`, test.adminKey, created)).toMatchObject(needed);
    expect(await read()).toMatchObject({ status: 403 });
    expect((await entries()).at(-3)).toMatchObject({ decision: 'denied', code: 'SecondApproverNeeded' });
  });

  it('lets one admin revoke access, and end it sooner, but not later', async () => {
    const id = await asked();
    await approve(id, ann.key);
    await approve(id, bob.key);
    expect(await grant({ grant: ['A'], until: inHours(2) })).toMatchObject({ status: 200 });
    expect(await grant({ grant: ['A'], until: inHours(1) })).toMatchObject({ status: 200 });
    for (const until of [inHours(3), null])
      expect(await grant({ grant: ['A'], until })).toMatchObject({ json: { code: 'SecondApproverNeeded' } });
    expect(await grant({ revoke: ['A'] })).toMatchObject({ status: 200, json: { agentIds: [] } });
  });

  it('is recorded in the log when it is switched off; then one admin is enough', async () => {
    const id = await asked();
    await approve(id, ann.key);
    expect(await switchTo(false)).toMatchObject({ json: { secondApprover: false } });
    expect((await entries()).at(-1)).toMatchObject({
      action: 'account.second-approver-off',
      decision: 'allowed',
    });
    expect(await approve(id, ann.key)).toMatchObject({ json: { status: 'approved' } });
    expect(await grant({ grant: ['B'] })).toMatchObject({ status: 200 });
    expect(await switchTo(true)).toMatchObject({ json: { secondApprover: true } });
    expect((await entries()).at(-1)).toMatchObject({ action: 'account.second-approver-on' });
    for await (const fault of verifyRows(test.vault)) expect.fail(JSON.stringify(fault));
  });

  it('cannot be switched off by an edit of the database, and neither can an approval be added', async () => {
    const id = await asked();
    editDatabase(
      test.directory,
      `update access_requests set approved_by = '${ann.userId}', approved_by_name = 'x', approved_at = '2026-01-01T00:00:00.000Z' where id = '${id}'`,
    );
    expect(await approve(id, bob.key)).toMatchObject({ status: 500 });
    editDatabase(test.directory, 'update accounts set second_approver = 0');
    await setImmediate();
    expect(await grant()).toMatchObject({ status: 500 });
    editDatabase(test.directory, 'update accounts set second_approver = 1');
    await setImmediate();
    expect(await grant()).toMatchObject({ json: { code: 'SecondApproverNeeded' } });
  });
});
