import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addOtherAccount,
  openTestVault,
  secretUrl,
  type TestVault,
  valueUrl,
} from '../support/test-vault.ts';

let test: TestVault;
let author: string;
let name: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await addOtherAccount(test);
  await test.addAgents('A', 'B');
  author = await test.issue('author');
});
beforeEach(async () => {
  name = `secret-${String((count += 1))}`;
  await test.addSecret(name, 'not-a-real-key', ['B']);
});
afterAll(() => test.close());

const ask = (body: object = {}, { agentId = 'A', key = author } = {}) =>
  test.send({
    method: 'POST',
    url: `/v1/agents/${agentId}/access-requests`,
    key,
    body: { secretName: name, ...body },
  });
const askForId = async () => ((await ask()).json as { id: string }).id;
const decide = (id: string, what: string, { key = test.adminKey, agentId = 'A', body = {} } = {}) =>
  test.send({ method: 'POST', url: `/v1/agents/${agentId}/access-requests/${id}:${what}`, key, body });
const events = async (seq: number) =>
  ((await test.vault.storage.eventsAfter('acc_test', seq)) ?? []).map(({ event }) => event);
const lastEntry = async () => (await test.vault.storage.auditAfter(0, 10_000)).at(-1);

describe('a reason or a note', () => {
  const credential = ['sk', 'live', '51NotARealKey'].join('_');

  it('is refused with a credential, which others could read, and which is not repeated', async () => {
    const asked = await ask({ reason: `The key is ${credential}` });
    const id = await askForId();
    const declined = await decide(id, 'decline', { body: { note: credential } });
    const approved = await decide(id, 'approve', { body: { note: credential } });
    for (const refused of [asked, declined, approved]) {
      expect(refused).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
      expect(refused.text).toContain('looks like a credential');
      expect(refused.text).not.toContain(credential);
    }
    expect(await decide(id, 'decline', { body: { note: 'Use another one' } })).toMatchObject({ status: 200 });
  });
});

describe('requesting access', () => {
  it('answers with the request and notifies editors', async () => {
    const seq = await test.vault.storage.lastEventSeq();
    const asked = await ask({ reason: 'Refunds need it', place: 'functions/pay.py:12' });
    expect(asked).toMatchObject({
      status: 201,
      json: {
        agentId: 'A',
        secretName: name,
        status: 'pending',
        reason: 'Refunds need it',
        place: 'functions/pay.py:12',
        requestedByName: 'author',
      },
    });
    const { id } = asked.json as { id: string };
    expect(await events(seq)).toEqual([
      { type: 'request-created', requestId: id, names: [name], agentIds: ['A'] },
    ]);
    const entry = await lastEntry();
    expect(entry).toMatchObject({ action: 'request.create', secretName: name, agentId: 'A', targetId: id });
    expect(JSON.stringify(entry)).not.toContain('Refunds');
  });

  it('again while an own request is pending returns that one', async () => {
    const id = await askForId();
    const seq = await test.vault.storage.lastEventSeq();
    expect(await ask()).toMatchObject({ status: 200, json: { id, reason: '' } });
    expect(await events(seq)).toEqual([]);
    await decide(id, 'decline');
    expect(await ask()).toMatchObject({ status: 201 });
  });

  it('again with a better reason updates the pending one, and notifies editors', async () => {
    const { json } = await ask({ reason: 'Refunds', place: 'functions/pay.py:12' });
    const { id } = json as { id: string };
    const seq = await test.vault.storage.lastEventSeq();
    const better = { reason: 'Refunds of deposits', place: 'functions/pay.py:12' };
    expect(await ask({ reason: better.reason })).toMatchObject({ status: 200, json: { id, ...better } });
    expect(await events(seq)).toMatchObject([{ type: 'request-created', requestId: id }]);
    const list = await test.send({ url: '/v1/agents/A/access-requests?status=pending', key: author });
    const { requests } = list.json as { requests: { id: string }[] };
    expect(requests.find((one) => one.id === id)).toMatchObject(better);
  });

  it('for something another person requested creates a separate one, with its reason and place', async () => {
    const id = await askForId();
    const own = { reason: 'Invoices need it', place: 'functions/invoice.py:3' };
    const asked = await ask(own, { key: test.adminKey });
    expect(asked).toMatchObject({ status: 201, json: { ...own, requestedByName: 'Admin' } });
    expect(asked.json).not.toMatchObject({ id });
    expect(await ask()).toMatchObject({ status: 200, json: { id } });
  });

  it('for something that the agent has is refused', async () => {
    expect(await ask({}, { agentId: 'B' })).toMatchObject({ status: 409, json: { code: 'Conflict' } });
  });

  it('for something that does not exist is refused', async () => {
    expect(await ask({ secretName: 'nothing' })).toMatchObject({ json: { code: 'SecretNotFound' } });
    expect(await ask({}, { agentId: 'NOBODY' })).toMatchObject({ status: 404, json: { code: 'NotFound' } });
    expect(await ask({}, { agentId: 'other-agent' })).toMatchObject({ json: { code: 'NotFound' } });
    const headers = { 'if-match': '*' };
    await test.send({ method: 'DELETE', url: secretUrl(name), key: test.adminKey, headers });
    expect(await ask()).toMatchObject({ status: 404, json: { code: 'SecretNotFound' } });
  });

  it.each([
    ['a long reason', { reason: 'r'.repeat(501) }],
    ['half a character', { reason: '\udc00' }],
    ['a place without line', { place: 'functions/pay.py' }],
    ['a place of two lines', { place: 'a\nb:1' }],
    ['an unknown property', { status: 'approved' }],
  ])('is refused with %s', async (_what, body) => {
    expect(await ask(body)).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });
});

describe('deciding about a request', () => {
  it('by approving grants the access with the very next read', async () => {
    const id = await askForId();
    const key = await test.issue('agent', { agentId: 'A' });
    expect(await test.send({ url: valueUrl('A', name), key })).toMatchObject({ status: 403 });
    const seq = await test.vault.storage.lastEventSeq();
    const approved = await decide(id, 'approve', { body: { note: 'Fine' } });
    expect(approved).toMatchObject({ status: 200, json: { id, status: 'approved', note: 'Fine' } });
    expect(await events(seq)).toEqual([
      { type: 'access-changed', names: [name], agentIds: ['A'] },
      { type: 'request-decided', requestId: id, names: [name], agentIds: ['A'] },
    ]);
    expect(await lastEntry()).toMatchObject({
      action: 'request.approve',
      granted: ['A'],
      secretName: name,
      targetId: id,
      revision: 2,
    });
    expect(await test.send({ url: valueUrl('A', name), key })).toMatchObject({ status: 200 });
  });

  it('by approving answers the same requests of others, each with an entry', async () => {
    const id = await askForId();
    const { json } = await ask({}, { key: test.adminKey });
    const { id: other } = json as { id: string };
    const seq = await test.vault.storage.lastEventSeq();
    await decide(id, 'approve', { body: { note: 'Fine' } });
    const decided = (await events(seq)).filter(({ type }) => type === 'request-decided');
    expect(decided).toMatchObject([{ requestId: id }, { requestId: other }]);
    const entries = (await test.vault.storage.auditAfter(0, 10_000)).slice(-2);
    expect(entries).toMatchObject([
      { action: 'request.close', targetId: other, secretName: name, agentId: 'A' },
      { action: 'request.approve', targetId: id },
    ]);
    const list = await test.send({ url: '/v1/agents/A/access-requests', key: author });
    const { requests } = list.json as { requests: { id: string }[] };
    expect(requests.find((one) => one.id === other)).toMatchObject({
      status: 'approved',
      note: 'Granted when another request for the same access was approved.',
      decidedByName: 'Admin',
    });
    expect(requests.find((one) => one.id === id)).toMatchObject({ status: 'approved', note: 'Fine' });
  });

  it('by declining leaves the requests of others pending', async () => {
    const id = await askForId();
    const { json } = await ask({}, { key: test.adminKey });
    const { id: other } = json as { id: string };
    await decide(id, 'decline');
    expect(await decide(other, 'approve')).toMatchObject({ status: 200, json: { status: 'approved' } });
  });

  it('by declining grants nothing', async () => {
    const id = await askForId();
    expect(await decide(id, 'decline')).toMatchObject({ status: 200, json: { status: 'declined' } });
    const access = await test.send({ url: secretUrl(name, '/access'), key: test.adminKey });
    expect(access).toMatchObject({ json: { agentIds: ['B'], version: 1 } });
  });

  it.each(['approve', 'decline', 'cancel'])('a second time is refused: %s', async (what) => {
    const id = await askForId();
    await decide(id, 'decline');
    const again = await decide(id, what, what === 'cancel' ? { key: author } : {});
    expect(again).toMatchObject({ status: 409, json: { code: 'Conflict' } });
  });

  it('is reserved for admins, and withdrawing for the requester', async () => {
    const id = await askForId();
    for (const key of [author, await test.issue('reviewer')]) {
      expect(await decide(id, 'approve', { key })).toMatchObject({ status: 403 });
    }
    expect(await decide(id, 'cancel', { key: test.adminKey })).toMatchObject({
      status: 403,
      json: { code: 'Forbidden' },
    });
    expect(await decide(id, 'cancel', { key: author })).toMatchObject({ json: { status: 'cancelled' } });
  });

  it('of another agent, of another account or of an unknown one is not possible', async () => {
    const id = await askForId();
    expect(await decide(id, 'approve', { agentId: 'B' })).toMatchObject({ json: { code: 'NotFound' } });
    expect(await decide('req_none', 'approve')).toMatchObject({ status: 404, json: { code: 'NotFound' } });
    const other = await test.issue('admin', { accountId: 'acc_other' });
    expect(await decide(id, 'approve', { key: other })).toMatchObject({ json: { code: 'NotFound' } });
    expect(await decide(id, 'approve', { key: other, agentId: 'other-agent' })).toMatchObject({
      status: 404,
      json: { code: 'NotFound' },
    });
  });

  it('is over when the secret is deleted, and stays so when it is undeleted', async () => {
    const id = await askForId();
    const seq = await test.vault.storage.lastEventSeq();
    const headers = { 'if-match': '*' };
    await test.send({ method: 'DELETE', url: secretUrl(name), key: test.adminKey, headers });
    expect(await lastEntry()).toMatchObject({ action: 'secret.delete', decision: 'allowed' });
    expect(await events(seq)).toContainEqual(
      expect.objectContaining({ type: 'request-decided', requestId: id }),
    );
    await test.send({ method: 'POST', url: secretUrl(name, ':undelete'), key: test.adminKey, headers });
    const { json } = await test.send({ url: '/v1/agents/A/access-requests', key: author });
    const { requests } = json as { requests: { id: string }[] };
    expect(requests.find((one) => one.id === id)).toMatchObject({
      status: 'declined',
      note: 'The secret was deleted.',
      decidedByName: 'Admin',
    });
    expect(await decide(id, 'approve')).toMatchObject({ status: 409, json: { code: 'Conflict' } });
    expect(await askForId()).not.toBe(id);
  });
});

describe('the list of requests', () => {
  it('shows those of an account or an agent, newest first, by status, to the last page', async () => {
    const one = await openTestVault();
    await one.addAgents('A', 'B');
    const ids: string[] = [];
    for (const [index, agentId] of ['A', 'B', 'A'].entries()) {
      one.advance(1000);
      await one.addSecret(`s${String(index)}`, 'not-a-real-key');
      const url = `/v1/agents/${agentId}/access-requests`;
      const body = { secretName: `s${String(index)}` };
      const asked = await one.send({ method: 'POST', url, key: one.adminKey, body });
      ids.unshift((asked.json as { id: string }).id);
    }
    const list = async (url: string) => {
      const { json } = await one.send({ url, key: one.adminKey });
      return json as { requests: { id: string }[]; nextCursor?: string };
    };
    const ofAccount = '/v1/accounts/acc_test/access-requests';
    const first = await list(`${ofAccount}?limit=2`);
    const last = await list(`${ofAccount}?limit=2&cursor=${first.nextCursor ?? ''}`);
    expect([...first.requests, ...last.requests].map(({ id }) => id)).toEqual(ids);
    expect(last.nextCursor).toBeUndefined();
    const ofAgent = await list('/v1/agents/A/access-requests');
    expect(ofAgent.requests.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    const decline = `/v1/agents/A/access-requests/${ids[0] ?? ''}:decline`;
    await one.send({ method: 'POST', url: decline, key: one.adminKey, body: {} });
    const pending = await list(`${ofAccount}?status=pending`);
    expect(pending.requests.map(({ id }) => id)).toEqual([ids[1], ids[2]]);
    await one.close();
  });
});
