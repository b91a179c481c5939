import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generationOf } from '../../../vault/crypto/index.ts';
import { rootKeyOf } from '../../../vault/crypto/root-key.ts';
import { appendEntry } from '../../../vault/domain/audit/audit.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { encodeCheckpoint, makeCheckpoint } from '../../../vault/domain/audit/checkpoints.ts';
import { withKnownTerms } from '../../../vault/domain/context/refresh-keys.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { rotateSeed, type SeedRotation } from '../../../vault/domain/keys/rotate-seed.ts';
import { rotateRootKey } from '../../../vault/domain/keys/rotate-root.ts';
import { rotateTerm } from '../../../vault/domain/keys/rotate-term.ts';
import { renewDigests } from '../../../vault/domain/people/renew-digests.ts';
import { editDatabase, openVaultOn, rootKeyIn } from '../support/edit-database.ts';
import { openTestVault, secretUrl, type TestVault, valueUrl } from '../support/test-vault.ts';

const actor = { accountId: 'acc_test', actorId: 'operator', actorRole: 'vault', requestId: 'test' } as const;
const count = 60;
let test: TestVault;
let agentKey: string;
let personKey: string;
let sandboxKey: string;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  for (let index = 0; index < count; index += 1)
    await test.addSecret(`s${String(index)}`, 'not-a-real-key', ['A']);
  agentKey = await test.issue('agent', { agentId: 'A' });
  personKey = await test.issue('author', { userId: await test.addUser('author') });
  const own = { method: 'POST', key: personKey } as const;
  await test.send({ ...own, url: '/v1/me/environment', body: { name: 'X', value: 'y' } });
  sandboxKey = tokenOf(await test.send({ ...own, url: '/v1/me/sandbox-sessions', body: {} }));
  const body = { secretName: 's1', reason: 'Because' };
  await test.send({ ...own, url: '/v1/agents/B/access-requests', body });
  await makeCheckpoint(test.vault);
});
afterEach(() => test.close());

const tokenOf = ({ json }: { readonly json: unknown }) => (json as { token: string }).token;

async function rotate(options = {}): Promise<SeedRotation | undefined> {
  const steps: SeedRotation[] = [];
  for await (const step of rotateSeed(test.vault, actor, options)) steps.push(step);
  return steps.at(-1);
}

async function faults(): Promise<readonly unknown[]> {
  const list: unknown[] = [];
  for await (const fault of verifyRows(test.vault)) list.push(fault);
  return list;
}

const read = (key = agentKey) => test.send({ url: valueUrl('A', 's7'), key });
const storedKeys = async () =>
  (await test.vault.storage.look((view) => view.keys())).map(
    ({ purpose, term }) => `${purpose} ${String(term)}`,
  );
const tokens = () =>
  test.vault.storage.look((view) => view.listTokens('acc_test', { after: undefined, limit: 100 }));

async function everythingWorks(): Promise<void> {
  expect(await read()).toMatchObject({ status: 200 });
  for (const [url, key] of [
    ['/v1/me/environment', personKey],
    ['/v1/sandbox/environment', sandboxKey],
    ['/v1/accounts/acc_test/users', test.adminKey],
    ['/v1/accounts/acc_test/tokens', test.adminKey],
    ['/v1/accounts/acc_test/agents', test.adminKey],
    ['/v1/accounts/acc_test/secrets', test.adminKey],
    ['/v1/agents/B/access-requests', test.adminKey],
  ] as const) {
    expect(await test.send({ url, key }), url).toMatchObject({ status: 200 });
  }
  expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
}

describe('a new seed', () => {
  it('gives every row a new MAC, destroys the old seed and changes nothing else', async () => {
    expect(await rotate()).toMatchObject({ phase: 'done', generation: 1, damaged: 0, ended: 0 });
    expect(await storedKeys()).toEqual(['kept 0', 'seed 1', 'term 1']);
    await everythingWorks();
    expect(await faults()).toEqual([]);
    for (const table of [
      'accounts',
      'agents',
      'users',
      'secrets',
      'tokens',
      'sandbox_sessions',
      'environment_secrets',
      'access_requests',
    ] as const) {
      const rows = await macsOf(table);
      expect(rows.length, table).toBeGreaterThan(0);
      expect(new Set(rows.map(generationOf)), table).toEqual(new Set([1]));
    }
  });

  it('lets the vault answer, write and verify at every step', async () => {
    let made = 0;
    for await (const { phase } of rotateSeed(test.vault, actor)) {
      expect(await read(), phase).toMatchObject({ status: 200 });
      await test.addSecret(`new${String((made += 1))}`, 'not-a-real-key', ['A']);
      const change = { method: 'PATCH', url: secretUrl(`s${String(made)}`), key: test.adminKey } as const;
      const changed = await test.send({
        ...change,
        headers: { 'if-match': '*' },
        body: { description: phase },
      });
      expect(changed).toMatchObject({ status: 200 });
      expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
      await makeCheckpoint(test.vault);
    }
    await everythingWorks();
    expect(await faults()).toEqual([]);
  });

  it('is resumed where it was stopped, after any step', async () => {
    for (let stop = 1; stop <= 6; stop += 1) {
      const steps = rotateSeed(test.vault, actor);
      for (let step = 0; step < stop; step += 1) await steps.next();
      await steps.return(undefined);
      expect(await read()).toMatchObject({ status: 200 });
    }
    await rotate();
    expect((await storedKeys()).filter((key) => key.startsWith('seed'))).toHaveLength(1);
    await everythingWorks();
    expect(await faults()).toEqual([]);
  });

  it('can follow another new seed', async () => {
    await rotate();
    await makeCheckpoint(test.vault);
    expect(await rotate()).toMatchObject({ generation: 2, damaged: 0 });
    expect(await storedKeys()).toEqual(['kept 0', 'kept 1', 'seed 2', 'term 1']);
    await everythingWorks();
    expect(await faults()).toEqual([]);
  });

  it('validates no edited row, and completes all the same', async () => {
    editDatabase(test.directory, `update secrets set agent_ids = '["A","B"]' where name = 's5'`);
    expect(await rotate()).toMatchObject({ phase: 'done', damaged: 1 });
    expect(await faults()).toHaveLength(1);
    expect(await storedKeys()).toEqual(['kept 0', 'seed 1', 'term 1']);
    expect(await test.send({ url: valueUrl('A', 's5'), key: agentKey })).toMatchObject({ status: 500 });
  });

  it('is understood by another process that was not informed', async () => {
    const other = await openVaultOn(test.vault.storage, rootKeyIn(test.directory));
    for await (const { damaged } of rotateSeed(other, actor)) expect(damaged).toBe(0);
    expect(test.vault.keyring.generation).toBe(0);
    expect(await read()).toMatchObject({ status: 200 });
    expect(test.vault.keyring.generation).toBe(1);
    await everythingWorks();
    expect(await faults()).toEqual([]);
  });

  it('prevents an uninformed process from writing with the old seed', async () => {
    const other = await openVaultOn(test.vault.storage, rootKeyIn(test.directory));
    const steps = rotateSeed(other, actor);
    await steps.next();
    await test.addSecret('later', 'not-a-real-key', ['A']);
    const secret = await test.vault.storage.look((view) => view.findSecret('acc_test', 'later'));
    expect(generationOf(secret?.mac ?? Buffer.alloc(0))).toBe(1);
    for await (const { damaged } of steps) expect(damaged).toBe(0);
    expect(await faults()).toEqual([]);
  });

  it('keeps no process from writing, even if another one follows before the retry', async () => {
    const other = await openVaultOn(test.vault.storage, rootKeyIn(test.directory));
    let seeds = 0;
    await withKnownTerms(test.vault, async () => {
      if (seeds < 2) for await (const { generation } of rotateSeed(other, actor)) seeds = generation;
      await test.vault.storage.transact((tx) =>
        appendEntry(test.vault, tx, actor, { action: 'audit.list' }, undefined),
      );
    });
    expect(test.vault.keyring.generation).toBe(2);
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
  });

  it('does not stop the rotation of the other keys in a process that was not informed', async () => {
    const other = await openVaultOn(test.vault.storage, rootKeyIn(test.directory));
    for await (const { damaged } of rotateSeed(other, actor)) expect(damaged).toBe(0);
    for await (const { damaged } of rotateTerm(test.vault, actor)) expect(damaged).toBe(0);
    for await (const { damaged } of rotateSeed(other, actor)) expect(damaged).toBe(0);
    for await (const _ of rotateRootKey(test.vault, actor, rootKeyOf(randomBytes(32))));
    await everythingWorks();
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
  });

  it('never destroys a seed that another process started after this rotation', async () => {
    const other = await openVaultOn(test.vault.storage, rootKeyIn(test.directory));
    const slow = rotateSeed(other, actor);
    await slow.next();
    await rotate();
    const next = rotateSeed(test.vault, actor);
    await next.next();
    await test.addSecret('later', 'not-a-real-key', ['A']);
    for await (const { damaged } of slow) expect(damaged).toBe(0);
    expect(await storedKeys()).toEqual(['kept 0', 'seed 1', 'seed 2', 'term 1']);
    for await (const { damaged } of next) expect(damaged).toBe(0);
    expect(await storedKeys()).toEqual(['kept 0', 'kept 1', 'seed 2', 'term 1']);
    await everythingWorks();
    expect(await faults()).toEqual([]);
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
  });
});

describe('tokens and a new seed', () => {
  it('stay valid, and are found by the new seed once they were used', async () => {
    await rotate();
    const before = await tokens();
    expect(await read()).toMatchObject({ status: 200 });
    await renewDigests(test.vault);
    const changed = (await tokens()).filter(
      ({ digest }, index) => before[index]?.digest.equals(digest) === false,
    );
    expect(changed.map(({ role }) => role)).toEqual(['agent']);
    expect(changed[0]?.digest).toEqual(test.vault.keyring.digestToken(agentKey));
    expect(await read()).toMatchObject({ status: 200 });
    expect(await faults()).toEqual([]);
  });

  it("end with it at the operator's request, and sandboxes too", async () => {
    expect(await rotate({ endsTokens: true })).toMatchObject({ ended: 4 });
    for (const key of [agentKey, personKey, test.adminKey]) {
      expect(await test.send({ url: '/v1/me', key })).toMatchObject({ status: 401 });
    }
    expect(await test.send({ url: '/v1/sandbox/environment', key: sandboxKey })).toMatchObject({
      status: 401,
    });
    expect(await faults()).toEqual([]);
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
  });

  it('create nothing twice when a request is repeated with the same Idempotency-Key', async () => {
    const body = { name: 'once', kind: 'single', value: 'not-a-real-key', agentIds: [] };
    const headers = { 'idempotency-key': 'k1' };
    const url = '/v1/accounts/acc_test/secrets';
    const create = () => test.send({ method: 'POST', url, key: test.adminKey, headers, body });
    const first = await create();
    await rotate();
    expect(await create()).toMatchObject({ status: 201, json: first.json });
  });
});

describe('checkpoints and a new seed', () => {
  it('agree with the log, both older and newer ones', async () => {
    await rotate();
    await makeCheckpoint(test.vault);
    expect(await verifyAuditChain(test.vault)).toMatchObject({ checkpoints: 2, fault: undefined });
  });

  it('are stored outside in the same form', async () => {
    await rotate();
    const made = await makeCheckpoint(test.vault);
    expect(made && encodeCheckpoint(made)).toContain(test.vault.keyring.checkpoints.keyId);
  });
});

type Table =
  | 'access_requests'
  | 'accounts'
  | 'agents'
  | 'environment_secrets'
  | 'sandbox_sessions'
  | 'secrets'
  | 'tokens'
  | 'users';

function macsOf(table: Table): Promise<readonly Buffer[]> {
  const page = { after: undefined, limit: 1000 };
  return test.vault.storage.look(async (view) => {
    const users = await view.listUsers('acc_test', page);
    const lists = {
      accounts: () => view.listAccounts(page),
      agents: () => view.agentsById('acc_test', page),
      users: async () => users,
      secrets: () => view.secretsById(page),
      tokens: () => view.listTokens('acc_test', page),
      sandbox_sessions: () => view.sessionsOfAccount('acc_test', page),
      environment_secrets: async () =>
        (await Promise.all(users.map(({ id }) => view.listEnvironment(id, page)))).flat(),
      access_requests: () => view.listAccessRequests('acc_test', page),
    };
    return (await lists[table]()).map(({ mac }) => mac);
  });
}
