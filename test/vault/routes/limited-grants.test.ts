import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removeEndedAccess } from '../../../vault/domain/access/take-off-lists.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { editDatabase } from '../support/edit-database.ts';
import { openTestVault, secretUrl, type TestVault, valueUrl } from '../support/test-vault.ts';

const hour = 3_600_000;

let test: TestVault;
let name: string;
let key: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
});
beforeEach(async () => {
  // The grants of the previous test have ended.
  test.advance(24 * hour);
  await removeEndedAccess(test.vault);
  name = `secret-${String((count += 1))}`;
  await test.addSecret(name, 'not-a-real-key');
  key = await test.issue('agent', { agentId: 'A' });
});
afterAll(() => test.close());

const inHours = (hours: number) => new Date(test.vault.now().getTime() + hours * hour).toISOString();
const list = () => test.send({ url: secretUrl(name, '/access'), key: test.adminKey });
const read = () => test.send({ url: valueUrl('A', name), key });
const lastEntry = async () => (await test.vault.storage.auditAfter(0, 100_000)).at(-1);

const lastEntryOf = async (action: string) =>
  (await test.vault.storage.auditAfter(0, 100_000)).findLast((entry) => entry.action === action);

async function change(body: unknown) {
  const headers = { 'if-match': String((await list()).headers['etag']) };
  return test.send({ method: 'PATCH', url: secretUrl(name, '/access'), key: test.adminKey, headers, body });
}

async function catalog(etag?: string) {
  const headers = etag === undefined ? {} : { 'if-none-match': etag };
  const answer = await test.send({ url: '/v1/agents/A/catalog', key: test.adminKey, headers });
  const { secrets = [] } = (answer.json ?? {}) as { secrets?: { name: string }[] };
  return { ...answer, etag: String(answer.headers['etag']), entry: secrets.find((one) => one.name === name) };
}

describe('a grant with an end', () => {
  it('counts until then, and not a moment longer, whether or not the vault has cleaned up', async () => {
    expect(await change({ grant: ['A'], until: inHours(1) })).toMatchObject({ status: 200 });
    test.advance(hour - 1);
    expect(await read()).toMatchObject({ status: 200 });
    test.advance(1);
    expect(await read()).toMatchObject({ status: 403, json: { code: 'MissingAccess' } });
    expect(await lastEntry()).toMatchObject({
      action: 'value.read',
      decision: 'denied',
      code: 'MissingAccess',
    });
  });

  it('is in the log with its end', async () => {
    const until = inHours(1);
    await change({ grant: ['A', 'B'], until });
    const url = `/v1/accounts/acc_test/audit-events?secretName=${name}&action=access.change`;
    const entries = async () => (await test.send({ url, key: test.adminKey })).json as { events: object[] };
    const [limited] = (await entries()).events;
    expect(limited).toMatchObject({ granted: ['A', 'B'], revoked: [], until });
    await change({ grant: ['A'], until: null });
    const [forEver] = (await entries()).events;
    expect(forEver).toMatchObject({ granted: ['A'] });
    expect(forEver).not.toHaveProperty('until');
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
  });

  it('is shown in the access list, with the secret and in the catalog', async () => {
    const until = inHours(1);
    const changed = await change({ grant: ['A'], until });
    expect(await test.send({ url: secretUrl(name), key: test.adminKey })).toMatchObject({
      json: { agentIds: ['A'], ends: [{ agentId: 'A', until }] },
    });
    expect(changed).toMatchObject({ json: { agentIds: ['A'], ends: [{ agentId: 'A', until }], version: 2 } });
    expect(await list()).toMatchObject({ json: { ends: [{ agentId: 'A', until }] } });
    expect((await catalog()).entry).toMatchObject({ access: 'granted', accessUntil: until });
  });

  it('is removed from the list when it ends: with an entry, an event, and new catalogs', async () => {
    await change({ grant: ['B'] });
    await change({ grant: ['A'], until: inHours(1) });
    const before = await catalog();
    const seq = await test.vault.storage.lastEventSeq();
    expect(await removeEndedAccess(test.vault)).toBe(0);
    expect(await catalog(before.etag)).toMatchObject({ status: 304 });
    test.advance(hour);
    expect(await removeEndedAccess(test.vault)).toBe(1);
    expect(await lastEntry()).toMatchObject({
      action: 'access.expire',
      actorId: 'vault',
      decision: 'allowed',
      secretName: name,
      revoked: ['A'],
      granted: [],
    });
    expect((await test.vault.storage.eventsAfter('acc_test', seq))?.map(({ event }) => event)).toEqual([
      { type: 'access-changed', names: [name], agentIds: ['A'] },
    ]);
    expect((await list()).json).toMatchObject({ agentIds: ['B'], version: 4 });
    expect((await list()).json).not.toHaveProperty('ends');
    const after = await catalog(before.etag);
    expect(after).toMatchObject({ status: 200, entry: { access: 'missing' } });
    expect(after.entry).not.toHaveProperty('accessUntil');
    expect(await removeEndedAccess(test.vault)).toBe(0);
    for await (const fault of verifyRows(test.vault)) expect.fail(JSON.stringify(fault));
  });

  it('keeps its end when others are granted or revoked, and when it is granted again without one', async () => {
    const until = inHours(1);
    await change({ grant: ['A'], until });
    await change({ grant: ['A', 'B'] });
    expect((await list()).json).toMatchObject({
      agentIds: ['A', 'B'],
      ends: [{ agentId: 'A', until }],
      version: 3,
    });
    await change({ revoke: ['B'] });
    expect((await list()).json).toMatchObject({ agentIds: ['A'], ends: [{ agentId: 'A', until }] });
  });

  it('gets another end, or none, on request', async () => {
    await change({ grant: ['A'], until: inHours(1) });
    expect(await change({ grant: ['A'], until: inHours(2) })).toMatchObject({
      json: { ends: [{ agentId: 'A', until: inHours(2) }] },
    });
    const forEver = await change({ grant: ['A'], until: null });
    expect(forEver.json).toMatchObject({ agentIds: ['A'], version: 4 });
    expect(forEver.json).not.toHaveProperty('ends');
    test.advance(3 * hour);
    expect(await read()).toMatchObject({ status: 200 });
  });

  it('can be granted again after its end, by default without one', async () => {
    await change({ grant: ['A'], until: inHours(1) });
    test.advance(hour);
    const again = await change({ grant: ['A'] });
    expect(again.json).toMatchObject({ agentIds: ['A'], version: 3 });
    expect(again.json).not.toHaveProperty('ends');
    expect(await read()).toMatchObject({ status: 200 });
  });

  it('ends with a revoke, and a later grant has no end', async () => {
    await change({ grant: ['A'], until: inHours(1) });
    await change({ revoke: ['A'] });
    expect((await change({ grant: ['A'] })).json).not.toHaveProperty('ends');
  });

  it('can be requested again once it has ended', async () => {
    await change({ grant: ['A'], until: inHours(1) });
    const ask = () =>
      test.send({
        method: 'POST',
        url: '/v1/agents/A/access-requests',
        key: test.adminKey,
        body: { secretName: name },
      });
    expect(await ask()).toMatchObject({ status: 409 });
    test.advance(hour);
    expect(await ask()).toMatchObject({ status: 201 });
  });

  it('can be the answer to a request', async () => {
    const requests = '/v1/agents/A/access-requests';
    const ask = async () => {
      const body = { secretName: name };
      const asked = await test.send({ method: 'POST', url: requests, key: test.adminKey, body });
      return (asked.json as { id: string }).id;
    };
    const approve = async (body: object) =>
      test.send({ method: 'POST', url: `${requests}/${await ask()}:approve`, key: test.adminKey, body });
    const until = inHours(1);
    expect(await approve({ until: inHours(-1) })).toMatchObject({
      status: 400,
      json: { code: 'InvalidInput' },
    });
    const approved = await approve({ until, note: 'For the migration' });
    expect(approved).toMatchObject({ status: 200, json: { status: 'approved', until } });
    expect(await list()).toMatchObject({ json: { ends: [{ agentId: 'A', until }] } });
    expect(await lastEntryOf('request.approve')).toMatchObject({ granted: ['A'], until });
    test.advance(hour);
    expect(await read()).toMatchObject({ status: 403, json: { code: 'MissingAccess' } });
    expect((await approve({})).json).not.toHaveProperty('until');
    expect((await list()).json).not.toHaveProperty('ends');
  });

  it('can be given for many secrets together', async () => {
    const etag = String((await list()).headers['etag']).slice(1, -1);
    const until = inHours(1);
    const body = { changes: [{ name, etag, grant: ['A'], until }] };
    const url = '/v1/accounts/acc_test/access-changes';
    expect(await test.send({ method: 'POST', url, key: test.adminKey, body })).toMatchObject({
      json: { lists: [{ ends: [{ agentId: 'A', until }] }] },
    });
  });

  it.each([
    ['in the past', () => ({ grant: ['A'], until: inHours(-1) })],
    ['that is now', () => ({ grant: ['A'], until: inHours(0) })],
    ['that is not a time', () => ({ grant: ['A'], until: 'tomorrow' })],
    ['of no grant', () => ({ revoke: ['A'], until: inHours(1) })],
  ])('cannot have an end %s', async (_what, body) => {
    expect(await change(body())).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });

  it.each([
    ['a later end', `update secrets set access_ends = replace(access_ends, '2026-', '2036-')`],
    ['no end', `update secrets set access_ends = '[]'`],
  ])('whose end was changed to %s in the database is detected', async (_what, edit) => {
    const own = await openTestVault();
    await own.addAgents('A');
    await own.addSecret('x', 'not-a-real-key');
    const agent = await own.issue('agent', { agentId: 'A' });
    const url = secretUrl('x', '/access');
    const { headers } = await own.send({ url, key: own.adminKey });
    const until = new Date(own.vault.now().getTime() + hour).toISOString();
    const body = { grant: ['A'], until };
    const ifMatch = { 'if-match': String(headers['etag']) };
    await own.send({ method: 'PATCH', url, key: own.adminKey, headers: ifMatch, body });
    expect(await own.send({ url: valueUrl('A', 'x'), key: agent })).toMatchObject({ status: 200 });
    editDatabase(own.directory, edit);
    expect(await own.send({ url: valueUrl('A', 'x'), key: agent })).toMatchObject({ status: 500 });
    own.advance(hour);
    expect(await removeEndedAccess(own.vault)).toBe(0);
    await own.close();
  });

  it('leaves lists without one as they were before grants could end', async () => {
    const { storage, keyring } = test.vault;
    const secret = await storage.look((view) => view.findSecret('acc_test', name));
    if (!secret) throw new Error('The secret is gone');
    const { access } = secret;
    const content = [
      secret.id,
      secret.accountId,
      secret.name,
      secret.kind,
      secret.fields,
      secret.description,
      secret.version,
      secret.latestVersion,
      secret.createdAt,
      secret.updatedAt,
      secret.deletedAt,
      secret.purgeAfter,
      secret.deprecatedAt,
      secret.replacement,
      access.version,
      access.updatedAt,
      access.agentIds,
      secret.revision,
    ];
    expect(() => keyring.verifyMac('secret', content, secret.mac, 'a secret')).not.toThrow();
  });
});
