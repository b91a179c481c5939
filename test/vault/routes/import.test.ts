import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../contracts/secret.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { addOtherAccount, openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
  await addOtherAccount(test);
  await test.addAgents('A', 'B');
  await test.addSecret('taken', 'not-a-real-key');
});
afterAll(() => test.close());

let names: { readonly one: string; readonly two: string };
let count = 0;
beforeEach(() => {
  count += 1;
  names = { one: `one-${String(count)}`, two: `two-${String(count)}` };
});

const url = '/v1/accounts/acc_test/secrets:import';
const send = (secrets: readonly object[], headers = {}, key = test.adminKey) =>
  test.send({ method: 'POST', url, key, headers, body: { secrets } });
const single = (name: string, more: object = {}) => ({
  name,
  kind: 'single',
  value: 'not-a-real-key',
  ...more,
});
const entries = () => test.vault.storage.auditAfter(0, 10_000);

async function stored(): Promise<readonly string[]> {
  const { json } = await test.send({
    url: '/v1/accounts/acc_test/secrets?limit=1000',
    key: test.adminKey,
  });
  return (json as { secrets: { name: string }[] }).secrets.map(({ name }) => name);
}

describe('importing many secrets', () => {
  it('creates all of them, with an audit entry each and one event, and answers without values', async () => {
    const { one, two } = names;
    const seq = await test.vault.storage.lastEventSeq();
    const start = (await entries()).length;
    const fields = { user: 'not-a-real-user', password: 'not-a-real-key' };
    const answer = await send([
      single(two, { description: 'CRM', agentIds: ['B', 'A', 'B'] }),
      { name: one, kind: 'key_value', value: fields },
    ]);
    expect(answer).toMatchObject({
      status: 201,
      json: {
        secrets: [
          { name: two, kind: 'single', description: 'CRM', agentIds: ['A', 'B'], version: 1, revision: 1 },
          { name: one, kind: 'key_value', fields: ['user', 'password'], agentIds: [] },
        ],
      },
    });
    expect(answer.text).not.toContain('not-a-real');
    const key = await test.issue('agent', { agentId: 'A' });
    expect(await test.send({ url: valueUrl('A', two), key })).toMatchObject({
      json: { value: 'not-a-real-key' },
    });
    expect((await test.vault.storage.eventsAfter('acc_test', seq))?.map(({ event }) => event)).toEqual([
      { type: 'catalog-changed', names: [two, one] },
    ]);
    expect(await test.vault.storage.auditAfter(start, 3)).toMatchObject([
      { action: 'secret.create', secretName: two, granted: ['A', 'B'], version: 1, revision: 1 },
      { action: 'secret.create', secretName: one, granted: [], version: 1, revision: 1 },
      { action: 'secret.import', secretName: null, decision: 'allowed', revision: null },
    ]);
    const faults = [];
    for await (const fault of verifyRows(test.vault)) faults.push(fault);
    expect(faults).toEqual([]);
  });

  it('approves the requests for access that it grants', async () => {
    const author = await test.issue('author', { userId: await test.addUser('author') });
    const body = { secretName: names.one, newSecret: true };
    await test.send({ method: 'POST', url: '/v1/agents/A/access-requests', key: author, body });
    expect(await send([single(names.one, { agentIds: ['A'] })])).toMatchObject({ status: 201 });
    const closed = '/v1/agents/A/access-requests?status=approved';
    const { json } = await test.send({ url: closed, key: author });
    expect(json).toMatchObject({ requests: [{ secretName: names.one, status: 'approved' }] });
  });

  it.each([
    ['a taken name', single('taken'), 409, 'NameTaken'],
    ['a name with a line break', single('a\nb'), 400, 'InvalidInput'],
    ['a name no address can contain', single('..'), 400, 'InvalidInput'],
    [
      'a credential as a description',
      single('x', { description: 'sk_live_51NotARealKey' }),
      400,
      'InvalidInput',
    ],
    ['a value of another kind', { name: 'x', kind: 'key_value', value: 'not-a-real' }, 400, 'InvalidInput'],
    ['an unknown agent', single('x', { agentIds: ['NOBODY'] }), 400, 'InvalidInput'],
    ['a large value', single('x', { value: 'é'.repeat(40_000) }), 413, 'TooLarge'],
  ])('creates none of them because of %s, and says which is refused', async (_, second, status, code) => {
    const before = await stored();
    const start = (await entries()).length;
    const answer = await send([single(names.one), second, single(names.two)]);
    expect(answer).toMatchObject({ status, json: { code, entries: [{ index: 1, code }] } });
    expect(answer.text).not.toContain('not-a-real');
    expect(await stored()).toEqual(before);
    const added = await test.vault.storage.auditAfter(start, 10);
    expect(added.filter(({ action }) => action !== 'secret.list')).toMatchObject([
      { action: 'secret.import', decision: 'denied', code, granted: [] },
    ]);
  });

  it('reports every refused secret at once, but no credential', async () => {
    const credential = ['sk', 'live', '51NotARealKey'].join('_');
    const answer = await send([
      single(names.one),
      single('taken'),
      single(credential),
      single(names.one),
      single(names.two),
    ]);
    expect(answer).toMatchObject({
      status: 409,
      json: {
        code: 'NameTaken',
        detail: 'The vault refused 3 of 5 secrets, so none was created.',
        entries: [
          { index: 1, code: 'NameTaken' },
          { index: 2, code: 'InvalidInput' },
          { index: 3, code: 'NameTaken', detail: 'The import contains another secret with this name.' },
        ],
      },
    });
    expect(answer.text).not.toContain(credential);
    const log = await entries();
    expect(log.at(-1)).toMatchObject({ action: 'secret.import', decision: 'denied', secretName: 'taken' });
    expect(JSON.stringify(log)).not.toContain(credential);
  });

  it.each([
    ['no secrets', []],
    ['too many', Array.from({ length: limits.importedSecrets + 1 }, (_, n) => single(`n${String(n)}`))],
    ['an unknown property', [single('x', { extra: 1 })]],
  ])('is refused for %s', async (_, secrets) => {
    expect(await send(secrets)).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });

  it('says which entry does not match the schema', async () => {
    expect(await send([single(names.one), single(names.two, { value: '' })])).toMatchObject({
      json: { detail: 'Entry 2 of secrets in the body must NOT have fewer than 1 characters.' },
    });
  });

  it('accepts more than an ordinary request, and has a limit of its own', async () => {
    const large = (n: number) =>
      Array.from({ length: n }, (_, at) =>
        single(`${names.one} ${String(at)}`, { value: 'x'.repeat(limits.valueBytes) }),
      );
    expect(await send(large(8))).toMatchObject({ status: 201 });
    expect(await send(large(17))).toMatchObject({ status: 413, json: { code: 'TooLarge' } });
  });

  it('imports the largest number at once', async () => {
    const secrets = Array.from({ length: limits.importedSecrets }, (_, n) =>
      single(`${names.one} ${String(n)}`, { agentIds: ['A', 'B'] }),
    );
    expect(await send(secrets)).toMatchObject({ status: 201 });
    expect(await stored()).toEqual(expect.arrayContaining(secrets.map(({ name }) => name)));
  });

  it('that is sent again with its key gets the first answer and creates nothing more', async () => {
    const headers = { 'idempotency-key': `import-${String(count)}` };
    const first = await send([single(names.one)], headers);
    expect(first.status).toBe(201);
    expect(await send([single(names.one)], headers)).toMatchObject({ status: 201, json: first.json });
    expect(await send([single(names.two)], headers)).toMatchObject({ json: { code: 'KeyReused' } });
  });

  it('needs a second admin for access where the account requires one', async () => {
    const account = '/v1/accounts/acc_test';
    const change = async (secondApprover: boolean) => {
      const { headers } = await test.send({ url: account, key: test.adminKey });
      const matching = { 'if-match': String(headers['etag']) };
      const body = { secondApprover };
      await test.send({ method: 'PATCH', url: account, key: test.adminKey, headers: matching, body });
    };
    for (const role of ['admin', 'admin'] as const) await test.addUser(role);
    await change(true);
    const refused = await send([single(names.one), single(names.two, { agentIds: ['A'] })]);
    expect(refused).toMatchObject({ status: 403, json: { code: 'SecondApproverNeeded' } });
    expect(await send([single(names.one)])).toMatchObject({ status: 201 });
    await change(false);
  });
});
