import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestVault, secretUrl, type TestVault } from '../support/test-vault.ts';

const secrets = '/v1/accounts/acc_test/secrets';

let test: TestVault;
let name: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
});
beforeEach(() => {
  name = `secret-${String((count += 1))}`;
});
afterAll(() => test.close());

type Method = 'DELETE' | 'PATCH' | 'POST';
const send = (method: Method, rest: string, ifMatch: string | undefined, body?: unknown) =>
  test.send({
    method,
    url: secretUrl(name, rest),
    key: test.adminKey,
    ...(body === undefined ? {} : { body }),
    ...(ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } }),
  });
const created = () => test.addSecret(name, 'not-a-real-1', ['A']);
const destroyed = async () => {
  await send('DELETE', '', '*');
  expect(await send('POST', ':purge', '*')).toMatchObject({ status: 204 });
};
/** The tag that the vault returns for this address. */
const tagAt = async (rest: string) =>
  String((await test.send({ url: secretUrl(name, rest), key: test.adminKey })).headers['etag']);
const described = async () => (await test.send({ url: secretUrl(name), key: test.adminKey })).json;

/** The changes of a secret, and the tag that each requires. */
const changes: readonly (readonly [string, Method, string, unknown, '' | '/access'])[] = [
  ['a new value', 'PATCH', '', { value: 'not-a-real-2' }, ''],
  ['a description', 'PATCH', '', { description: 'stale' }, ''],
  ['a deletion', 'DELETE', '', undefined, ''],
  ['a restored version', 'POST', '/versions/1:restore', undefined, ''],
  ['a grant', 'PATCH', '/access', { grant: ['B'] }, '/access'],
];

describe('a destroyed secret, and a new one with the same name', () => {
  it.each(changes)('share nothing: %s for the first is refused', async (_what, method, rest, body, of) => {
    await created();
    const stale = await tagAt(of);
    await destroyed();
    await created();
    const before = await described();
    const refused = await send(method, rest, stale, body);
    expect(refused).toMatchObject({ status: 412, json: { code: 'VersionConflict' } });
    expect(await described()).toEqual(before);
  });

  it('share no access list either: a change of many for the first is refused', async () => {
    await created();
    const etag = (await tagAt('/access')).slice(1, -1);
    await destroyed();
    await created();
    const url = '/v1/accounts/acc_test/access-changes';
    const body = { changes: [{ name, etag, grant: ['B'] }] };
    const refused = await test.send({ method: 'POST', url, key: test.adminKey, body });
    expect(refused).toMatchObject({ status: 412, json: { code: 'VersionConflict' } });
    expect(await described()).toMatchObject({ agentIds: ['A'] });
  });

  it.each([':undelete', ':purge'])('are not confused by %s', async (verb) => {
    await created();
    const stale = String((await send('DELETE', '', '*')).headers['etag']);
    await send('POST', ':purge', '*');
    await created();
    const now = String((await send('DELETE', '', '*')).headers['etag']);
    expect(await send('POST', verb, stale)).toMatchObject({ status: 412 });
    expect(await send('POST', verb, now)).toMatchObject({
      status: verb === ':purge' ? 204 : 200,
    });
  });

  it('are distinguished by a repeated creation: its stored answer does not affect the second', async () => {
    const body = { name, kind: 'single', value: 'not-a-real-1' };
    const headers = { 'idempotency-key': name };
    const create = () => test.send({ method: 'POST', url: secrets, key: test.adminKey, body, headers });
    const first = (await create()).json as { etag: string };
    await destroyed();
    await created();
    const again = await create();
    expect(again).toMatchObject({ status: 201, json: first });
    const change = await send('PATCH', '', `"${first.etag}"`, { value: 'not-a-real-2' });
    expect(change).toMatchObject({ status: 412 });
  });
});

describe('a change of a secret', () => {
  it.each([...changes, ['an undeletion', 'POST', ':undelete', undefined, ''] as const])(
    'states its precondition: %s without If-Match is refused',
    async (_what, method, rest, body) => {
      await created();
      const before = await described();
      expect(await send(method, rest, undefined, body)).toMatchObject({
        status: 428,
        json: { code: 'PreconditionRequired' },
      });
      expect(await described()).toEqual(before);
    },
  );

  it('that is permanent is not an exception', async () => {
    await created();
    await send('DELETE', '', '*');
    expect(await send('POST', ':purge', undefined)).toMatchObject({ status: 428 });
    expect(await send('POST', ':undelete', '*')).toMatchObject({ status: 200 });
  });

  it('has the header in the API document wherever it is needed', async () => {
    const { paths } = (await test.send({ url: '/openapi.json' })).json as {
      paths: Record<string, Record<string, { parameters?: { name: string }[]; operationId: string }>>;
    };
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const needing = operations.filter(({ parameters = [] }) =>
      parameters.some((one) => one.name === 'if-match'),
    );
    expect(needing.map(({ operationId }) => operationId).toSorted()).toEqual([
      'changeAccess',
      'changeAccount',
      'changeSecret',
      'deleteSecret',
      'purgeSecret',
      'restoreVersion',
      'undeleteSecret',
    ]);
  });
});
