import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOtherAccount, openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
  await addOtherAccount(test);
  await test.addAgents('P-1', 'P-2', 'Q-1');
});
afterAll(() => test.close());

const url = '/v1/accounts/acc_test/agents';
const list = async (query: string) => {
  const { json } = await test.send({ url: `${url}?${query}`, key: test.adminKey });
  return json as { agents: { agentId: string; agentName: string }[]; nextCursor?: string };
};
const rename = (agentId: string, body: unknown) =>
  test.send({ method: 'PATCH', url: `${url}/${agentId}`, key: test.adminKey, body });

describe('agents', () => {
  it('are listed by their ids, page by page, and by id prefix', async () => {
    const first = await list('limit=2');
    expect(first.agents.map(({ agentId }) => agentId)).toEqual(['P-1', 'P-2']);
    const last = await list(`limit=2&cursor=${first.nextCursor ?? ''}`);
    expect(last.agents.map(({ agentId }) => agentId)).toEqual(['Q-1']);
    expect(last.nextCursor).toBeUndefined();
    expect((await list('prefix=Q')).agents.map(({ agentId }) => agentId)).toEqual(['Q-1']);
  });

  it('are renamed, and catalogs and editors are updated', async () => {
    const catalog = () => test.send({ url: '/v1/agents/P-1/catalog', key: test.adminKey });
    const before = await catalog();
    const seq = await test.vault.storage.lastEventSeq();
    test.advance(1000);
    const renamed = await rename('P-1', { agentName: 'Booking' });
    expect(renamed).toMatchObject({
      status: 200,
      json: { agentId: 'P-1', agentName: 'Booking', updatedAt: '2026-01-01T00:00:01.000Z' },
    });
    const after = await catalog();
    expect(after).toMatchObject({ json: { agentName: 'Booking' } });
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
    expect((await test.vault.storage.eventsAfter('acc_test', seq))?.map(({ event }) => event)).toEqual([
      { type: 'agents-changed', agentIds: ['P-1'] },
    ]);
    expect((await test.vault.storage.auditAfter(0, 1000)).map(({ action }) => action)).toContain(
      'agent.change',
    );
  });

  it.each(['NOBODY', 'other-agent', '%F0%9F%94%91'])('are not renamed when there is no %s', async (id) => {
    expect(await rename(id, { agentName: 'x' })).toMatchObject({ status: 404, json: { code: 'NotFound' } });
  });

  it.each([
    ['no name', { agentName: '' }],
    ['half a character', { agentName: 'a\ud800' }],
    ['another id', { agentId: 'P-9' }],
  ])('are not renamed to %s', async (_what, body) => {
    expect(await rename('P-2', body)).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });
});
