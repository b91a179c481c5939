import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../contracts/vault-api/identity.ts';
import { addOtherAccount, openTestVault, type TestRequest, type TestVault } from '../support/test-vault.ts';

/** Of a token, or of a sandbox session. */
type KeyRole = Role | 'sandbox';

interface Expectation {
  readonly roles: readonly KeyRole[];
  /** A request that succeeds for whoever may send it. */
  readonly request: Omit<TestRequest, 'url'>;
  /** Makes what the request is about, for this key; gives parameters of the address. */
  readonly prepare?: (test: TestVault, key: string) => Promise<Readonly<Record<string, string>>>;
}

const people = ['admin', 'author', 'reviewer'] as const;
const tokens = [...people, 'agent'] as const;
const roles = [...tokens, 'sandbox'] as const;

/** Who may do what, by operation, as the design says; the routes come from the vault itself. */
const expected: Readonly<Record<string, Expectation>> = {
  me: { roles: tokens, request: {} },
  listAgents: { roles: people, request: {} },
  createAgent: { roles: ['admin'], request: { body: { agentId: 'NEW', agentName: 'New' } } },
  listSecrets: { roles: ['admin', 'reviewer'], request: {} },
  createSecret: {
    roles: ['admin'],
    request: { body: { name: 'new', kind: 'single', value: 'not-a-real-key' } },
  },
  describeSecret: { roles: ['admin', 'reviewer'], request: {} },
  changeSecret: {
    roles: ['admin'],
    request: { headers: { 'if-match': '*' }, body: { value: 'not-a-real-new-key' } },
  },
  listVersions: { roles: ['admin', 'reviewer'], request: {} },
  restoreVersion: { roles: ['admin'], request: {} },
  deleteSecret: { roles: ['admin'], request: {}, prepare: makeSecret },
  undeleteSecret: { roles: ['admin'], request: {} },
  changeAgent: { roles: ['admin'], request: { body: { agentName: 'Renamed' } } },
  changeManyAccessLists: {
    roles: ['admin'],
    request: { body: { changes: [{ name: 'secret', version: 1 }] } },
  },
  listAccessRequests: { roles: ['admin', 'reviewer'], request: {} },
  listAgentAccessRequests: { roles: people, request: {} },
  requestAccess: { roles: ['admin', 'author'], request: { body: { secretName: 'requested' } } },
  approveRequest: { roles: ['admin'], request: { body: {} }, prepare: makeRequest },
  declineRequest: { roles: ['admin'], request: { body: {} }, prepare: makeRequest },
  cancelRequest: { roles: ['admin', 'author'], request: {}, prepare: makeRequest },
  readAccess: { roles: ['admin', 'reviewer'], request: {} },
  changeAccess: { roles: ['admin'], request: { headers: { 'if-match': '"1"' }, body: {} } },
  readCatalog: { roles: tokens, request: {} },
  readValue: { roles: ['agent'], request: {} },
  issueToken: { roles: ['admin'], request: { body: { name: 'new', role: 'author' } } },
  revokeToken: { roles: ['admin'], request: {} },
  listTokens: { roles: ['admin'], request: {} },
  listUsers: { roles: ['admin'], request: {} },
  createUser: { roles: ['admin'], request: { body: { name: 'New', role: 'author' } } },
  changeUser: { roles: ['admin'], request: { body: { role: 'reviewer' } }, prepare: makeUser },
  listAudit: { roles: ['admin', 'reviewer'], request: {} },
  verifyAudit: { roles: ['admin', 'reviewer'], request: {} },
  listEnvironment: { roles: people, request: {} },
  createVariable: { roles: people, request: { body: { name: 'A_KEY', value: 'not-a-real-key' } } },
  changeVariable: { roles: people, request: { body: { value: 'not-a-real-key' } }, prepare: makeVariable },
  deleteVariable: { roles: people, request: {}, prepare: makeVariable },
  startSandbox: { roles: people, request: { body: {} } },
  endSandbox: { roles: people, request: {}, prepare: makeSession },
  readSandboxEnvironment: { roles: ['sandbox'], request: {} },
  events: { roles: people, request: {} },
};
const publicOperations = ['health', 'metrics', 'ready'];

interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
}

describe('rights', () => {
  let test: TestVault;
  let operations: readonly Operation[];
  let tokenId: string;
  const keys = new Map<KeyRole, string>();

  beforeAll(async () => {
    test = await openTestVault();
    await addOtherAccount(test);
    await test.addAgents('AGENT');
    await test.addSecret('secret', 'not-a-real-key', ['AGENT']);
    await test.addSecret('requested', 'not-a-real-key');
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
    const known = [...Object.keys(expected), ...publicOperations].toSorted();
    expect(operations.map(({ id }) => id).toSorted()).toEqual(known);
  });

  it.each(Object.keys(expected))('of %s are refused to whoever has no key', async (id) => {
    const answer = await test.send(requestFor(id, 'acc_test'));
    expect(answer).toMatchObject({ status: 401, json: { code: 'Unauthenticated' } });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  const matrix = Object.keys(expected).flatMap((id) => roles.map((role) => [id, role] as const));

  it.each(matrix)('of %s are kept for %s', async (id, role) => {
    const may = expected[id]?.roles.includes(role);
    // An open stream has no end to wait for; a process test follows it.
    if (id === 'events' && may) return;
    const key = keys.get(role) ?? '';
    const parameters = await expected[id]?.prepare?.(test, may ? key : (keys.get('admin') ?? ''));
    const answer = await test.send({ ...requestFor(id, 'acc_test', parameters), key });
    if (role !== 'agent' && role !== 'sandbox') expect(answer.text).not.toContain('not-a-real');
    if (may) expect(answer.status, answer.text).toBeLessThan(300);
    else expect(answer).toMatchObject({ status: 403, json: { code: 'Forbidden' } });
  });

  it.each(matrix)('of %s do not reach into another account for %s', async (id, role) => {
    const operation = operations.find((one) => one.id === id);
    if (!operation?.path.includes('{accountId}')) return;
    const answer = await test.send({ ...requestFor(id, 'acc_other'), key: keys.get(role) ?? '' });
    expect(answer).toMatchObject({ status: 404, json: { code: 'NotFound' } });
  });

  it('let nobody but an agent see a value', async () => {
    const { paths = {} } = JSON.parse((await test.send({ url: '/openapi.json' })).text) as {
      paths?: Record<string, Record<string, { operationId: string; responses: object }>>;
    };
    const giving = Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .filter(({ responses }) => JSON.stringify(responses).includes('"value":'))
      .map(({ operationId }) => operationId);
    expect(giving).toEqual(['readValue']);
    expect(expected['readValue']?.roles).toEqual(['agent']);
  });

  function requestFor(
    id: string,
    accountId: string,
    parameters: Readonly<Record<string, string>> = {},
  ): TestRequest {
    const operation = operations.find((one) => one.id === id);
    if (!operation) throw new Error(`No route has the operation ${id}`);
    const ids = { tokenId, requestId: 'none', userId: 'none', sessionId: 'none' };
    const known = { accountId, agentId: 'AGENT', name: 'secret', version: '1', ...ids };
    const values = Object.entries({ ...known, ...parameters });
    const url = values.reduce((path, [name, value]) => path.replace(`{${name}}`, value), operation.path);
    return { ...expected[id]?.request, method: operation.method, url };
  }
});

let made = 0;

async function makeSecret(test: TestVault): Promise<{ name: string }> {
  const name = `made-${String((made += 1))}`;
  await test.addSecret(name, 'not-a-real-key');
  return { name };
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

/** Asked by whoever has the key. */
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
