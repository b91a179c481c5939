import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperatorError } from '../../../vault/errors/errors.ts';
import { type RowFault, verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { checkWorkloadFile } from '../../../vault/sign-in/workload-settings.ts';
import { issuer } from '../sign-in/support/fake-provider.ts';
import { editDatabase } from '../support/edit-database.ts';
import { addOtherAccount, openTestVault } from '../support/test-vault.ts';
import {
  audience,
  newIdentity,
  openWorkloadVault,
  sessionIn,
  subject,
  type WorkloadVault,
} from './support/workload-vault.ts';

let one: WorkloadVault;
beforeEach(async () => {
  one = await openWorkloadVault();
});
afterEach(() => one.test.close());

const minutes = 60_000;

async function faultyRows(): Promise<readonly RowFault[]> {
  const faults: RowFault[] = [];
  for await (const fault of verifyRows(one.test.vault)) faults.push(fault);
  return faults;
}

describe('a workload with an identity', () => {
  it('gets a token of the agent, which reads what the agent may read, for 15 minutes', async () => {
    const id = await one.add();
    const answer = await one.signIn(id);
    const session = sessionIn(answer);
    const expiresAt = new Date(one.test.vault.now().getTime() + 15 * minutes).toISOString();
    expect(answer).toMatchObject({
      status: 201,
      json: { agentId: 'AGENT', name: 'Nightly build', expiresAt },
    });
    expect(await one.read(session.token)).toMatchObject({ status: 200, json: { value: 'not-a-real-value' } });
    const entry = {
      decision: 'allowed',
      actorId: id,
      actorRole: 'agent',
      agentId: 'AGENT',
      targetId: session.id,
    };
    expect(await one.lastEntry()).toMatchObject(entry);
    one.test.advance(15 * minutes);
    expect(await one.read(session.token)).toMatchObject({ status: 401, json: { code: 'CredentialExpired' } });
  });

  it('gets a token for as long as the identity says', async () => {
    const id = await one.add({ tokenMinutes: 60 });
    const { token } = sessionIn(await one.signIn(id));
    one.test.advance(59 * minutes);
    expect((await one.read(token)).status).toBe(200);
  });

  it('may sign in again with the same token of its platform, as on Kubernetes', async () => {
    const id = await one.add();
    const signed = await one.token();
    expect([(await one.send(id, signed)).status, (await one.send(id, signed)).status]).toEqual([201, 201]);
  });

  it('can manage nothing, and read nothing of another agent', async () => {
    const { token: key } = sessionIn(await one.signIn(await one.add()));
    const url = '/v1/accounts/acc_test/identities';
    expect(await one.test.send({ url, key })).toMatchObject({ status: 403 });
    expect(await one.test.send({ url: '/v1/agents/OTHER/catalog', key })).toMatchObject({ status: 404 });
  });

  it('appears in the list of tokens, where its token can be revoked', async () => {
    const { id, token } = sessionIn(await one.signIn(await one.add()));
    const url = '/v1/accounts/acc_test/tokens';
    const { json } = await one.test.send({ url: `${url}?agentId=AGENT`, key: one.test.adminKey });
    expect((json as { tokens: { id: string }[] }).tokens.map((listed) => listed.id)).toEqual([id]);
    await one.test.send({ method: 'DELETE', url: `${url}/${id}`, key: one.test.adminKey });
    expect((await one.read(token)).status).toBe(401);
  });

  it('signs out when it is done, unlike the holder of a token that an admin issued', async () => {
    const { token: key } = sessionIn(await one.signIn(await one.add()));
    const signOut = { method: 'POST', url: '/v1/me/sign-out', body: {} } as const;
    expect(await one.test.send({ ...signOut, key })).toMatchObject({ status: 200, json: { ended: 1 } });
    expect((await one.read(key)).status).toBe(401);
    const issued = await one.test.issue('agent', { agentId: 'AGENT' });
    expect(await one.test.send({ ...signOut, key: issued })).toMatchObject({ status: 403 });
    expect((await one.read(issued)).status).toBe(200);
  });

  it('is refused while the vault is off for the account', async () => {
    const id = await one.add();
    const headers = { 'if-match': '*' };
    const off = {
      method: 'PATCH',
      url: '/v1/accounts/acc_test',
      body: { vaultEnabled: false },
      headers,
    } as const;
    await one.test.send({ ...off, key: one.test.adminKey });
    expect(await one.signIn(id)).toMatchObject({ status: 403, json: { code: 'VaultDisabled' } });
  });
});

describe('the end of an identity', () => {
  it('ends every token that was issued through it, and prevents new sign-ins', async () => {
    const [id, other] = [await one.add(), await one.add()];
    const first = sessionIn(await one.signIn(id));
    one.test.advance(10 * minutes);
    const second = sessionIn(await one.signIn(id));
    const kept = sessionIn(await one.signIn(other));
    expect((await one.remove(id)).status).toBe(204);
    for (const { token } of [first, second]) expect((await one.read(token)).status).toBe(401);
    expect((await one.read(kept.token)).status).toBe(200);
    expect(await one.signIn(id)).toMatchObject({ status: 403, json: { code: 'SignInRefused' } });
    expect(await one.lastEntry()).toMatchObject({ code: 'IdentityUnknown', actorId: 'unknown' });
    expect(await one.lastEntry('token.revoke')).toMatchObject({ targetId: second.id, agentId: 'AGENT' });
    expect(await one.lastEntry('identity.remove')).toMatchObject({ targetId: id, agentId: 'AGENT' });
  });

  it.each([2, 75])('ends them also while the clock is ahead by %d hours', async (hours) => {
    const id = await one.add({ tokenMinutes: 60 });
    const { token } = sessionIn(await one.signIn(id));
    one.test.setClock(hours * 60 * minutes);
    await one.remove(id);
    one.test.setClock(-hours * 60 * minutes);
    expect((await one.read(token)).status).toBe(401);
  });

  it('is that of its agent, too', async () => {
    const id = await one.add();
    const { token } = sessionIn(await one.signIn(id));
    const url = '/v1/accounts/acc_test/agents/AGENT';
    expect((await one.test.send({ method: 'DELETE', url, key: one.test.adminKey })).status).toBe(204);
    expect((await one.read(token)).status).toBe(401);
    expect((await one.signIn(id)).status).toBe(403);
    const list = { url: '/v1/accounts/acc_test/identities', key: one.test.adminKey };
    expect((await one.test.send(list)).json).toEqual({ identities: [] });
  });

  it('comes with its agent while the clock is ahead', async () => {
    const { token: key } = sessionIn(await one.signIn(await one.add({ tokenMinutes: 60 })));
    const issued = await one.test.issue('agent', { agentId: 'AGENT' });
    one.test.setClock(40 * 1440 * minutes);
    const url = '/v1/accounts/acc_test/agents/AGENT';
    await one.test.send({ method: 'DELETE', url, key: one.test.adminKey });
    one.test.setClock(-40 * 1440 * minutes);
    for (const ended of [key, issued])
      expect(await one.test.send({ url: '/v1/me', key: ended })).toMatchObject({ status: 401 });
  });

  it('leaves nothing for a verification to find', async () => {
    await one.remove(await one.add());
    sessionIn(await one.signIn(await one.add()));
    expect(await faultyRows()).toEqual([]);
  });

  it('persists when the row is put back, which a verification detects', async () => {
    const id = await one.add();
    const row = await one.test.vault.storage.look((view) => view.findIdentity(id));
    await one.remove(id);
    if (!row) throw new Error('There was no identity');
    await one.test.vault.storage.transact((tx) => tx.insertIdentity(row));
    expect(await one.signIn(id)).toMatchObject({ status: 500, json: { code: 'InternalError' } });
    expect(await faultyRows()).toEqual([{ row: 'identity', id, what: 'older' }]);
  });
});

describe('an identity written directly into the database', () => {
  it.each([
    ["agent_id = 'OTHER'"],
    [`claims = '[{"claim":"sub","equals":"attacker"}]'`],
    ["account_id = 'acc_other'"],
    ['token_minutes = 100000'],
  ])('allows no sign-in: %s', async (change) => {
    await addOtherAccount(one.test);
    const id = await one.add();
    editDatabase(one.test.directory, `update workload_identities set ${change}`);
    const answer = await one.signIn(id, {
      claims: { sub: change.includes('attacker') ? 'attacker' : subject },
    });
    expect(answer).toMatchObject({ status: 500, json: { code: 'InternalError' } });
    expect(await one.lastEntry()).toMatchObject({ decision: 'failed' });
    const found = await faultyRows();
    expect(found).toContainEqual({ row: 'identity', id, what: 'edited' });
  });
});

describe('an identity', () => {
  it('is listed with what it requires, for an account and for an agent', async () => {
    const id = await one.add({
      claims: [
        { claim: 'sub', equals: subject },
        { claim: 'ref', startsWith: 'refs/' },
      ],
    });
    await one.addAs(newIdentity('OTHER'));
    const list = (query = '') => ({
      url: `/v1/accounts/acc_test/identities${query}`,
      key: one.test.adminKey,
    });
    const { json } = await one.test.send(list('?agentId=AGENT'));
    const claims = [
      { claim: 'sub', equals: subject },
      { claim: 'ref', startsWith: 'refs/' },
    ];
    expect(json).toMatchObject({ identities: [{ id, agentId: 'AGENT', issuer, claims, tokenMinutes: 15 }] });
    expect((await one.test.send(list())).json).toMatchObject({ identities: [{}, {}] });
    expect(await one.lastEntry('identity.create')).toMatchObject({ agentId: 'OTHER', decision: 'allowed' });
  });

  it.each([
    ['of an issuer that the operator does not trust', { issuer: 'https://evil.example' }],
    ['of an issuer with a slash more', { issuer: `${issuer}/` }],
    ['of an agent that the account does not have', { agentId: 'NOBODY' }],
    ['that anyone of the issuer could match', { claims: [{ claim: 'ref', equals: 'refs/heads/main' }] }],
    ['that says who it is by a prefix only', { claims: [{ claim: 'sub', startsWith: 'repo:octo/' }] }],
    ['without conditions', { claims: [] }],
    ['with a prefix that ends within a name', { claims: [{ claim: 'sub', startsWith: 'repo:octo' }] }],
    ['with a value that only looks like another one', { claims: [{ claim: 'sub', equals: 'repo:оcto' }] }],
    [
      'with two conditions on a claim',
      {
        claims: [
          { claim: 'sub', equals: 'a' },
          { claim: ['sub'], equals: 'b' },
        ],
      },
    ],
    ['with a condition of no kind', { claims: [{ claim: 'sub' }] }],
    ['with a pattern', { claims: [{ claim: 'sub', matches: '.*' }] }],
    ['whose tokens would last for longer than an hour', { tokenMinutes: 61 }],
  ])('is refused: %s', async (_what, changes: object) => {
    const answer = await one.addAs({ ...newIdentity('AGENT'), ...changes });
    expect(answer).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });

  it('is created once for the same idempotency key', async () => {
    const url = '/v1/accounts/acc_test/identities';
    const headers = { 'idempotency-key': 'k' };
    const create = {
      method: 'POST',
      url,
      key: one.test.adminKey,
      headers,
      body: newIdentity('AGENT'),
    } as const;
    const [first, second] = [await one.test.send(create), await one.test.send(create)];
    expect(second).toMatchObject({ status: 201, json: first.json });
  });

  it('of another account is not found', async () => {
    const id = await one.add();
    await addOtherAccount(one.test);
    const key = await one.test.issue('admin', { accountId: 'acc_other' });
    const url = `/v1/accounts/acc_other/identities`;
    expect((await one.test.send({ url, key })).json).toEqual({ identities: [] });
    expect(await one.test.send({ method: 'DELETE', url: `${url}/${id}`, key })).toMatchObject({
      status: 404,
    });
    expect((await one.signIn(id)).status).toBe(201);
  });
});

describe('a vault', () => {
  it('limits the attempts of an address', async () => {
    const id = await one.add();
    const signed = await one.token();
    expect((await one.send(id, signed)).status).toBe(201);
    const answers = new Set<number>();
    for (let count = 0; count < 2_000 && !answers.has(429); count += 1) {
      answers.add((await one.send(id, 'not.a.token')).status);
    }
    expect([...answers]).toEqual([401, 429]);
  });

  it('keeps its log from being filled by workloads that are refused', async () => {
    const id = await one.add();
    const before = (await one.test.vault.storage.look((view) => view.figures())).entries;
    const signed = await one.token({ claims: { sub: 'somebody-else' } });
    for (let count = 0; count < 90; count += 1) await one.send(id, signed);
    const after = (await one.test.vault.storage.look((view) => view.figures())).entries;
    expect(after - before).toBeGreaterThan(0);
    expect(after - before).toBeLessThan(70);
  });

  it('writes nothing of a token into its log', async () => {
    const signed = await one.token();
    await one.send(await one.add(), signed);
    await one.send('wid_unknown', signed);
    const [, payload = '', signature = ''] = signed.split('.');
    for (const part of [payload, signature, subject]) expect(one.test.log.join('\n')).not.toContain(part);
  });
});

describe('the issuers of an operator', () => {
  const file = (issuers: unknown, more: object = {}) => ({ audience, issuers, ...more });

  it.each([
    ['no issuer', file([])],
    ['plain HTTP', file([{ issuer: 'http://issuer.example' }])],
    ['a user in the address', file([{ issuer: 'https://user@issuer.example' }])],
    ['a query', file([{ issuer: 'https://issuer.example?x=1' }])],
    ['one twice', file([{ issuer }, { issuer }])],
    ['no audience', { issuers: [{ issuer }] }],
    ['a setting that does not exist', file([{ issuer, audiences: ['x'] }])],
    ['an address of keys', file([{ issuer, jwksUri: 'http://169.254.169.254/' }])],
  ])('are refused with %s', (_what, given) => {
    expect(() => checkWorkloadFile(given)).toThrow(OperatorError);
  });

  it('say which claims identify a workload', async () => {
    await one.test.close();
    one = await openWorkloadVault({ settings: { identifiedBy: ['repository_id'] } });
    const claims = [{ claim: 'repository_id', equals: '42' }];
    expect((await one.signIn(await one.add({ claims }))).status).toBe(201);
    expect(await one.addAs(newIdentity('AGENT'))).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('repository_id') as string },
    });
  });

  it('let each token count once where they say so, however its signature is written', async () => {
    await one.test.close();
    one = await openWorkloadVault({ settings: { singleUse: true } });
    const id = await one.add();
    const signed = await one.token();
    expect((await one.send(id, signed)).status).toBe(201);
    expect(await one.send(id, signed)).toMatchObject({ status: 401, json: { code: 'SignInInvalid' } });
    expect(await one.lastEntry()).toMatchObject({ code: 'TokenReplayed', agentId: 'AGENT' });
    expect((await one.signIn(id)).status).toBe(201);
  });

  it('can have their keys in a file: the issuer is never asked', async () => {
    await one.test.close();
    let keys = '{"keys":[]}';
    one = await openWorkloadVault({
      settings: { keysFile: '/keys.json' },
      readKeysFile: () => Promise.resolve(keys),
    });
    const id = await one.add();
    keys = JSON.stringify({ keys: [one.provider.publicKey] });
    expect((await one.signIn(id)).status).toBe(201);
    expect(one.provider.asked).toEqual([]);
  });

  it('are required: without any, workloads cannot sign in', async () => {
    const test = await openTestVault();
    const body = { identityId: 'wid_1', token: 'a.b.c' };
    expect(await test.send({ method: 'POST', url: '/v1/agents/sign-in', body })).toMatchObject({
      status: 404,
    });
    await test.close();
  });

  it('make the vault answer 503 while their keys cannot be fetched', async () => {
    const id = await one.add();
    one.provider.broken = () => new Response('', { status: 500 });
    expect(await one.signIn(id)).toMatchObject({ status: 503, json: { code: 'Unavailable' } });
  });
});

describe('strangers with valid tokens of the same issuer', () => {
  it('do not use up the sign-ins of an identity that is not theirs', async () => {
    const id = await one.add();
    const token = await one.token({ claims: { sub: 'repo:stranger/other' } });
    const payload = { identityId: id, token };
    const statuses = new Set<number>();
    for (let sender = 1; sender <= 600; sender += 1) {
      const remoteAddress = `192.0.2.${String(sender % 250)}`;
      const request = { method: 'POST', url: '/v1/agents/sign-in', remoteAddress, payload } as const;
      statuses.add((await one.test.app.inject(request)).statusCode);
    }
    expect([...statuses]).toEqual([403]);
    expect((await one.signIn(id)).status).toBe(201);
  });
});
