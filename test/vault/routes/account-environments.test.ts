import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

const url = '/v1/accounts/acc_test';
const rule = [
  { name: 'Sandbox', suffix: '_sandbox' },
  { name: 'Live', suffix: '_live' },
];

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
});
afterAll(() => test.close());

const set = (environments: unknown, key = test.adminKey) =>
  test.send({ method: 'PATCH', url, key, headers: { 'if-match': '*' }, body: { environments } });
const seenBy = async (key: string) => {
  const { json } = await test.send({ url: '/v1/me', key });
  return (json as { environments?: unknown }).environments;
};
const eventsSoFar = async () => (await test.vault.storage.eventsAfter('acc_test', 0)) ?? [];
const rowOf = () => test.vault.storage.look((view) => view.findAccount('acc_test'));

describe('the environments of an account', () => {
  it('do not exist until an admin sets the rule', async () => {
    expect((await test.send({ url, key: test.adminKey })).json).toMatchObject({ environments: [] });
    expect(await seenBy(test.adminKey)).toBeUndefined();
  });

  it('are set in their order, audited, announced and covered by the MAC of the account', async () => {
    const before = (await eventsSoFar()).length;
    expect(await set(rule)).toMatchObject({ status: 200, json: { environments: rule, revision: 2 } });
    const entry = (await test.vault.storage.auditAfter(0, 1000)).at(-1);
    expect(entry).toMatchObject({ action: 'account.change', decision: 'allowed', revision: 2 });
    expect((await eventsSoFar()).slice(before).map(({ event }) => event)).toEqual([
      { type: 'people-changed' },
    ]);
    for await (const fault of verifyRows(test.vault)) expect(fault).toBeUndefined();
    const account = await rowOf();
    expect(account?.environments).toEqual(rule);
  });

  it('stay unchanged when the same rule is set, or when something else changes', async () => {
    expect(await set(rule)).toMatchObject({ json: { revision: 2 } });
    const body = { name: 'Hotels' };
    const renamed = await test.send({
      method: 'PATCH',
      url,
      key: test.adminKey,
      headers: { 'if-match': '*' },
      body,
    });
    expect(renamed).toMatchObject({ json: { name: 'Hotels', environments: rule, revision: 3 } });
  });

  it('are known to those who can list the secrets, and to no one else', async () => {
    expect(await seenBy(test.adminKey)).toEqual(rule);
    expect(await seenBy(await test.issue('reviewer'))).toEqual(rule);
    expect(await seenBy(await test.issue('author'))).toBeUndefined();
    expect(await seenBy(await test.issue('agent', { agentId: 'A' }))).toBeUndefined();
  });

  it.each(['reviewer', 'author'] as const)('are not set by a %s', async (role) => {
    expect(await set([], await test.issue(role))).toMatchObject({ status: 403 });
  });

  it.each<[string, unknown]>([
    ['no suffix', [{ name: 'Live' }]],
    ['an empty suffix', [{ name: 'Live', suffix: '' }]],
    ['spaces around a name', [{ name: ' Live', suffix: '_live' }]],
    ['half a character', [{ name: 'Live', suffix: '_\ud800' }]],
    ['the same name twice', [rule[0], { name: 'SANDBOX', suffix: '_test' }]],
    ['the same suffix twice', [rule[0], { name: 'Test', suffix: '_sandbox' }]],
    [
      'too many',
      Array.from({ length: 9 }, (_, at) => ({ name: `E${String(at)}`, suffix: `_${String(at)}` })),
    ],
    ['more than a rule', [{ ...rule[0], value: 'x' }]],
    ['a credential', [{ name: `ghp_${'A1b2C3d4E5f6'.repeat(3)}`, suffix: '_live' }]],
  ])('are refused with %s', async (_what, environments) => {
    expect(await set(environments)).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    expect((await rowOf())?.environments).toEqual(rule);
  });

  it('are removed again', async () => {
    expect(await set([])).toMatchObject({ status: 200, json: { environments: [] } });
    expect(await seenBy(test.adminKey)).toBeUndefined();
  });
});
