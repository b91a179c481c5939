import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
let author: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  author = await test.issue('author');
});
afterAll(() => test.close());

interface Requested {
  readonly id: string;
}

const newName = (): string => `wanted-${String((count += 1))}`;
const ask = (secretName: string, body: object = { newSecret: true }, agentId = 'A') =>
  test.send({
    method: 'POST',
    url: `/v1/agents/${agentId}/access-requests`,
    key: author,
    body: { secretName, ...body },
  });
const create = (name: string, agentIds: readonly string[] = []) =>
  test.send({
    method: 'POST',
    url: '/v1/accounts/acc_test/secrets',
    key: test.adminKey,
    body: { name, kind: 'single', value: 'not-a-real-1', agentIds },
  });
const approve = (id: string) =>
  test.send({
    method: 'POST',
    url: `/v1/agents/A/access-requests/${id}:approve`,
    key: test.adminKey,
    body: {},
  });
const listed = async (name: string) => {
  const { json } = await test.send({ url: '/v1/accounts/acc_test/access-requests', key: test.adminKey });
  const { requests } = json as { requests: { secretName: string; agentId: string }[] };
  return requests.filter(({ secretName }) => secretName === name);
};

describe('requesting a secret that does not exist', () => {
  it('is possible if a new one is wanted, and only then', async () => {
    const name = newName();
    expect(await ask(name, {})).toMatchObject({ status: 404, json: { code: 'SecretNotFound' } });
    expect(await ask(name, { newSecret: false })).toMatchObject({ status: 404 });
    expect(await ask(name, { newSecret: true, reason: 'Refunds need it' })).toMatchObject({
      status: 201,
      json: { secretName: name, newSecret: true, status: 'pending', reason: 'Refunds need it' },
    });
    expect(await ask(name)).toMatchObject({ status: 200, json: { newSecret: true } });
    expect(await listed(name)).toMatchObject([{ newSecret: true, status: 'pending' }]);
  });

  it('is answered by creating it for the agent; others keep waiting for access', async () => {
    const name = newName();
    await ask(name);
    await ask(name, { newSecret: true }, 'B');
    const seq = await test.vault.storage.lastEventSeq();
    expect(await create(name, ['A'])).toMatchObject({ status: 201 });
    const requests = await listed(name);
    expect(requests.find(({ agentId }) => agentId === 'A')).toMatchObject({
      status: 'approved',
      decidedByName: expect.any(String) as string,
      note: 'The secret was created with access for the agent.',
    });
    const other = requests.find(({ agentId }) => agentId === 'B');
    expect(other).toMatchObject({ status: 'pending' });
    expect(other).not.toHaveProperty('newSecret');
    const events = (await test.vault.storage.eventsAfter('acc_test', seq)) ?? [];
    expect(events.map(({ event }) => event.type)).toContain('request-decided');
    const key = await test.issue('agent', { agentId: 'A' });
    expect(await test.send({ url: valueUrl('A', name), key })).toMatchObject({ status: 200 });
  });

  it('cannot be approved before it exists, and the answer says what to do', async () => {
    const name = newName();
    const { id } = (await ask(name)).json as Requested;
    const refused = await approve(id);
    expect(refused).toMatchObject({ status: 404, json: { code: 'SecretNotFound' } });
    expect(refused.text).toContain('Create it with access for the agent');
    await create(name);
    expect(await approve(id)).toMatchObject({ status: 200, json: { status: 'approved' } });
  });

  it('becomes an ordinary request if the secret exists by now', async () => {
    const name = newName();
    await create(name, ['B']);
    const asked = await ask(name);
    expect(asked).toMatchObject({ status: 201 });
    expect(asked.json).not.toHaveProperty('newSecret');
    expect(await ask(name, { newSecret: true }, 'B')).toMatchObject({
      status: 409,
      json: { code: 'Conflict' },
    });
  });

  it('is refused for the name of a deleted one, which can be restored', async () => {
    const name = newName();
    await create(name);
    const url = `/v1/accounts/acc_test/secrets/${name}`;
    await test.send({ method: 'DELETE', url, key: test.adminKey, headers: { 'if-match': '*' } });
    const refused = await ask(name);
    expect(refused).toMatchObject({ status: 409, json: { code: 'Conflict' } });
    expect(refused.text).toContain('restore');
  });

  it.each([
    ['a credential', ['sk', 'live', '51NotARealKey'].join('_')],
    ['outer spaces', ' a'],
    ['a URL’s dots', '..'],
    ['a line break', 'a\nb'],
  ])('is refused for a name with %s', async (_what, name) => {
    const refused = await ask(name);
    expect(refused).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    expect(refused.text).not.toContain('NotARealKey');
  });
});
