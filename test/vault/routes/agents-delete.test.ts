import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeDeletedAgents } from '../../../vault/domain/deletion/delete-agent.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import {
  addOtherAccount,
  openTestVault,
  secretUrl,
  tagOf,
  type TestVault,
  valueUrl,
} from '../support/test-vault.ts';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
  await addOtherAccount(test);
  await test.addAgents('OLD', 'HERE');
  await test.addSecret('both', 'not-a-real-key', ['OLD', 'HERE']);
  await test.addSecret('old', 'not-a-real-key', ['OLD']);
  await test.addSecret('thrown away', 'not-a-real-key', ['OLD']);
  await test.addSecret('asked', 'not-a-real-key');
});
afterAll(() => test.close());

const url = '/v1/accounts/acc_test/agents';
const remove = (agentId: string, accountId = 'acc_test') =>
  test.send({ method: 'DELETE', url: `/v1/accounts/${accountId}/agents/${agentId}`, key: test.adminKey });
const ask = (address: string, key = test.adminKey) => test.send({ url: address, key });
const post = (address: string, body: unknown) =>
  test.send({ method: 'POST', url: address, key: test.adminKey, body });

describe('an agent that is deleted', () => {
  let key: string;
  let seq: number;
  const statuses: number[] = [];
  beforeAll(async () => {
    key = await test.issue('agent', { agentId: 'OLD' });
    await post('/v1/agents/OLD/access-requests', { secretName: 'asked' });
    const headers = { 'if-match': '*' };
    await test.send({ method: 'DELETE', url: secretUrl('thrown away'), key: test.adminKey, headers });
    statuses.push((await ask(valueUrl('OLD', 'both'), key)).status);
    seq = await test.vault.storage.lastEventSeq();
    statuses.push((await remove('OLD')).status);
  });

  it('could read until then', () => {
    expect(statuses).toEqual([200, 204]);
  });

  it('loses all its keys immediately', async () => {
    expect(await ask(valueUrl('OLD', 'both'), key)).toMatchObject({
      status: 401,
      json: { code: 'CredentialExpired' },
    });
    expect(await ask(`/v1/accounts/acc_test/tokens?agentId=OLD`)).toMatchObject({
      json: { tokens: [{ revokedAt: '2026-01-01T00:00:00.000Z' }] },
    });
    expect((await test.vault.storage.auditAfter(0, 1000)).map(({ action }) => action)).toContain(
      'token.revoke',
    );
  });

  it('is in no list, and has no catalog', async () => {
    expect(await ask(url)).toMatchObject({ json: { agents: [{ agentId: 'HERE' }] } });
    for (const address of ['/v1/agents/OLD/catalog', '/v1/agents/OLD/access-requests']) {
      expect(await ask(address)).toMatchObject({ status: 404, json: { code: 'NotFound' } });
    }
    const other = await test.issue('agent', { agentId: 'HERE' });
    expect(await ask(valueUrl('OLD', 'both'), other)).toMatchObject({ status: 404 });
  });

  it('is on no access list, even of secrets that are restored', async () => {
    expect(await ask(secretUrl('both', '/access'))).toMatchObject({
      json: { agentIds: ['HERE'], version: 2 },
    });
    expect(await ask(secretUrl('old', '/access'))).toMatchObject({ json: { agentIds: [] } });
    const undelete = { method: 'POST', url: secretUrl('thrown away', ':undelete') } as const;
    await test.send({ ...undelete, key: test.adminKey, headers: { 'if-match': '*' } });
    expect(await ask(secretUrl('thrown away', '/access'))).toMatchObject({ json: { agentIds: [] } });
    expect(await ask('/v1/accounts/acc_test/secrets?agentId=OLD')).toMatchObject({ json: { secrets: [] } });
  });

  it('has no pending requests: they are declined, with the reason', async () => {
    expect(await ask('/v1/accounts/acc_test/access-requests')).toMatchObject({
      json: { requests: [{ status: 'declined', note: 'The agent was deleted.' }] },
    });
  });

  it('is announced to editors', async () => {
    const events = (await test.vault.storage.eventsAfter('acc_test', seq)) ?? [];
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        { type: 'agents-changed', agentIds: ['OLD'] },
        { type: 'people-changed' },
        { type: 'access-changed', names: ['both', 'old', 'thrown away'], agentIds: ['OLD'] },
      ]),
    );
  });

  it('never gives its id to another one, and is never granted anything again', async () => {
    expect(await post(url, { agentId: 'OLD', agentName: 'Another' })).toMatchObject({
      status: 409,
      json: { code: 'NameTaken' },
    });
    const token = { name: 'again', role: 'agent', agentId: 'OLD' };
    expect(await post('/v1/accounts/acc_test/tokens', token)).toMatchObject({ status: 400 });
    const grant = { method: 'PATCH', url: secretUrl('both', '/access'), key: test.adminKey } as const;
    const headers = { 'if-match': await tagOf(test, 'both', 2, 'access') };
    expect(await test.send({ ...grant, headers, body: { grant: ['OLD'] } })).toMatchObject({ status: 400 });
  });

  it.each(['OLD', 'NOBODY', 'other-agent', '%F0%9F%94%91'])('is deleted once, like %s', async (agentId) => {
    expect(await remove(agentId)).toMatchObject({ status: 404, json: { code: 'NotFound' } });
  });

  it('is consistent in the log and the rows', async () => {
    for await (const fault of verifyRows(test.vault)) expect.fail(JSON.stringify(fault));
  });
});

describe('an interrupted deletion', () => {
  it('is finished later, and leaves edited rows alone', async () => {
    await test.addAgents('CUT');
    await test.addSecret('edited', 'not-a-real-key', ['CUT']);
    await test.addSecret('whole', 'not-a-real-key', ['CUT']);
    const { storage } = test.vault;
    await storage.transact(async (tx) => {
      const secret = await tx.findSecret('acc_test', 'edited');
      if (secret) await tx.updateSecret({ ...secret, description: 'edited' });
    });
    await remove('CUT');
    expect(await removeDeletedAgents(test.vault)).toBe(0);
    expect(await ask(secretUrl('whole', '/access'))).toMatchObject({ json: { agentIds: [] } });
    const edited = await storage.look((view) => view.findSecret('acc_test', 'edited'));
    expect(edited?.access.agentIds).toEqual(['CUT']);
  });
});
