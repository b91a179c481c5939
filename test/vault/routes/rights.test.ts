import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people, publicOperations, roles, rolesOf, type KeyRole } from '../support/rights-table.ts';
import { startSession } from '../support/session.ts';
import {
  addOtherAccount,
  openTestVault,
  secretUrl,
  tagOf,
  type TestRequest,
  type TestVault,
} from '../support/test-vault.ts';
import { newIdentity, trustedIssuers } from '../workloads/support/workload-vault.ts';

/** How a route is used by a caller with the right. */
interface Use {
  /** A request that succeeds. */
  readonly request: Omit<TestRequest, 'url'>;
  /** A separate key, where the request ends the key it is sent with. */
  readonly key?: (test: TestVault, role: (typeof people)[number]) => Promise<string>;
  /** Creates the subject of the request, for this key; returns parameters of the address. */
  readonly prepare?: (test: TestVault, key: string) => Promise<Readonly<Record<string, string>>>;
}

/** Routes missing here are called with nothing but the address; `{list}` is the tag of the access list. */
const uses: Readonly<Record<string, Use>> = {
  changeAccount: { request: { headers: { 'if-match': '*' }, body: { name: 'Renamed' } } },
  createAgent: { request: { body: { agentId: 'NEW', agentName: 'New' } } },
  createSecret: { request: { body: { name: 'new', kind: 'single', value: 'not-a-real-key' } } },
  importSecrets: {
    request: { body: { secrets: [{ name: 'imported', kind: 'single', value: 'not-a-real-key' }] } },
  },
  changeSecret: { request: { headers: { 'if-match': '*' }, body: { value: 'not-a-real-new-key' } } },
  deleteSecret: { request: { headers: { 'if-match': '*' } }, prepare: makeSecret },
  undeleteSecret: { request: { headers: { 'if-match': '*' } } },
  restoreVersion: { request: { headers: { 'if-match': '*' } } },
  purgeSecret: { request: { headers: { 'if-match': '*' } }, prepare: makeDeletedSecret },
  changeAgent: { request: { body: { agentName: 'Renamed' } } },
  deleteAgent: { request: {}, prepare: makeAgent },
  changeManyAccessLists: { request: { body: { changes: [{ name: 'secret', etag: '{list}' }] } } },
  requestAccess: { request: { body: { secretName: 'requested' } } },
  approveRequest: { request: { body: {} }, prepare: makeRequest },
  declineRequest: { request: { body: {} }, prepare: makeRequest },
  cancelRequest: { request: {}, prepare: makeRequest },
  changeAccess: { request: { headers: { 'if-match': '"{list}"' }, body: {} } },
  revokeIssuedBefore: { request: { body: { issuedBefore: '2020-01-01T00:00:00Z' } } },
  issueToken: { request: { body: { name: 'new', role: 'author' } } },
  createIdentity: { request: { body: newIdentity('AGENT') } },
  removeIdentity: { request: {}, prepare: makeIdentity },
  createUser: { request: { body: { name: 'New', role: 'author' } } },
  changeUser: { request: { body: { role: 'reviewer' } }, prepare: makeUser },
  createVariable: { request: { body: { name: 'A_KEY', value: 'not-a-real-key' } } },
  changeVariable: { request: { body: { value: 'not-a-real-key' } }, prepare: makeVariable },
  deleteVariable: { request: {}, prepare: makeVariable },
  startSandbox: { request: { body: {} } },
  recordAssistantUse: { request: { body: { tool: 'request_secret' } } },
  endSandbox: { request: {}, prepare: makeSession },
  signOut: { request: { body: {} }, key: startSession },
};

interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
}

describe('rights', () => {
  let test: TestVault;
  let operations: readonly Operation[];
  let tokenId: string;
  let listTag: string;
  const keys = new Map<KeyRole, string>();

  beforeAll(async () => {
    test = await openTestVault({ workloadIssuers: trustedIssuers });
    await addOtherAccount(test);
    await test.addAgents('AGENT');
    await test.addSecret('secret', 'not-a-real-key', ['AGENT']);
    await test.addSecret('requested', 'not-a-real-key');
    listTag = (await tagOf(test, 'secret', 1, 'access')).slice(1, -1);
    for (const role of people) keys.set(role, await test.issue(role, { userId: await test.addUser(role) }));
    const session = { method: 'POST', url: '/v1/me/sandbox-sessions', body: {} } as const;
    const started = await test.send({ ...session, key: keys.get('author') ?? '' });
    keys.set('sandbox', (started.json as { token: string }).token);
    keys.set('agent', await test.issue('agent', { agentId: 'AGENT' }));
    operations = await readOperations(test);
    const url = '/v1/accounts/acc_test/tokens';
    const body = { name: 'to revoke', role: 'author' };
    tokenId = ((await test.send({ method: 'POST', url, key: test.adminKey, body })).json as { id: string })
      .id;
  });
  afterAll(() => test.close());

  it('are declared for every route', () => {
    const known = [...Object.keys(rolesOf), ...publicOperations].toSorted();
    expect(operations.map(({ id }) => id).toSorted()).toEqual(known);
  });

  it.each(Object.keys(rolesOf))('of %s are refused without a key', async (id) => {
    const answer = await test.send(requestFor(id, 'acc_test'));
    expect(answer).toMatchObject({ status: 401, json: { code: 'Unauthenticated' } });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  const matrix = Object.keys(rolesOf).flatMap((id) => roles.map((role) => [id, role] as const));

  it.each(matrix)('of %s are reserved for %s', async (id, role) => {
    const may = rolesOf[id]?.includes(role);
    // An open stream has no end to wait for; a process test follows it.
    if (id === 'events' && may) return;
    const own = people.find((one) => one === role);
    const key = (own && (await uses[id]?.key?.(test, own))) ?? keys.get(role) ?? '';
    const parameters = await uses[id]?.prepare?.(test, may ? key : (keys.get('admin') ?? ''));
    const answer = await sendInTime({ ...requestFor(id, 'acc_test', parameters), key });
    if (role !== 'agent' && role !== 'sandbox') expect(answer.text).not.toContain('not-a-real');
    if (may) expect(answer.status, answer.text).toBeLessThan(300);
    else expect(answer).toMatchObject({ status: 403, json: { code: 'Forbidden' } });
  });

  it.each(matrix)('of %s do not extend to another account for %s', async (id, role) => {
    const operation = operations.find((one) => one.id === id);
    if (!operation?.path.includes('{accountId}')) return;
    const answer = await test.send({ ...requestFor(id, 'acc_other'), key: keys.get(role) ?? '' });
    expect(answer).toMatchObject({ status: 404, json: { code: 'NotFound' } });
  });

  it('show a value only to agents', async () => {
    const { paths = {} } = JSON.parse((await test.send({ url: '/openapi.json' })).text) as {
      paths?: Record<string, Record<string, { operationId: string; responses: object }>>;
    };
    const giving = Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .filter(({ responses }) => JSON.stringify(responses).includes('"value":'))
      .map(({ operationId }) => operationId);
    expect(giving).toEqual(['readValue']);
    expect(rolesOf['readValue']).toEqual(['agent']);
  });

  /** Waits if asked to: on a busy machine, verifying the audit log takes so long that it is rate limited. */
  async function sendInTime(request: TestRequest): ReturnType<TestVault['send']> {
    const answer = await test.send(request);
    if (answer.status !== 429) return answer;
    await sleep(Number(answer.headers['retry-after']) * 1_000);
    return sendInTime(request);
  }

  function requestFor(
    id: string,
    accountId: string,
    parameters: Readonly<Record<string, string>> = {},
  ): TestRequest {
    const operation = operations.find((one) => one.id === id);
    if (!operation) throw new Error(`No route has the operation ${id}`);
    const ids = { tokenId, requestId: 'none', userId: 'none', sessionId: 'none', identityId: 'none' };
    const known = { accountId, agentId: 'AGENT', name: 'secret', version: '1', ...ids };
    const values = Object.entries({ ...known, ...parameters });
    const url = values.reduce((path, [name, value]) => path.replace(`{${name}}`, value), operation.path);
    const request = JSON.stringify(uses[id]?.request ?? {}).replace('{list}', listTag);
    return { ...(JSON.parse(request) as Use['request']), method: operation.method, url };
  }
});

let made = 0;

async function makeSecret(test: TestVault): Promise<{ name: string }> {
  const name = `made-${String((made += 1))}`;
  await test.addSecret(name, 'not-a-real-key');
  return { name };
}

async function makeDeletedSecret(test: TestVault): Promise<{ name: string }> {
  const { name } = await makeSecret(test);
  const headers = { 'if-match': '*' };
  await test.send({ method: 'DELETE', url: secretUrl(name), key: test.adminKey, headers });
  return { name };
}

async function makeAgent(test: TestVault): Promise<{ agentId: string }> {
  const agentId = `MADE-${String((made += 1))}`;
  await test.addAgents(agentId);
  return { agentId };
}

async function makeIdentity(test: TestVault): Promise<{ identityId: string }> {
  const url = '/v1/accounts/acc_test/identities';
  const answer = await test.send({ method: 'POST', url, key: test.adminKey, body: newIdentity('AGENT') });
  return { identityId: (answer.json as { id: string }).id };
}

async function makeUser(test: TestVault): Promise<{ userId: string }> {
  return { userId: await test.addUser('author') };
}

async function makeVariable(test: TestVault, key: string): Promise<{ name: string }> {
  const name = `MADE_${String((made += 1))}`;
  const body = { name, value: 'not-a-real-key' };
  await test.send({ method: 'POST', url: '/v1/me/environment', key, body });
  return { name };
}

async function makeSession(test: TestVault, key: string): Promise<{ sessionId: string }> {
  const answer = await test.send({ method: 'POST', url: '/v1/me/sandbox-sessions', key, body: {} });
  return { sessionId: (answer.json as { id: string }).id };
}

/** Called with a valid key. */
async function makeRequest(test: TestVault, key: string): Promise<{ requestId: string }> {
  const { name: secretName } = await makeSecret(test);
  const url = '/v1/agents/AGENT/access-requests';
  const answer = await test.send({ method: 'POST', url, key, body: { secretName } });
  return { requestId: (answer.json as { id: string }).id };
}

async function readOperations(test: TestVault): Promise<readonly Operation[]> {
  const { paths = {} } = JSON.parse((await test.send({ url: '/openapi.json' })).text) as {
    paths?: Record<string, Record<string, { operationId: string }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({
      id: operationId,
      method: method.toUpperCase() as Operation['method'],
      path,
    })),
  );
}
