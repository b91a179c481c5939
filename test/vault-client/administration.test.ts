import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { fetchOf } from '../cli/support/vault-fetch.ts';
import { openTestVault, type TestVault } from '../vault/support/test-vault.ts';
import { fakeFetch, json } from './fake-fetch.ts';

const url = 'http://127.0.0.1:8250';

describe('a program that manages a vault', () => {
  let test: TestVault;
  beforeAll(async () => {
    test = await openTestVault();
    await test.addAgents('A');
  });
  afterAll(() => test.close());

  const options = (key: string) => ({ url, key, fetch: fetchOf(test) });
  const admin = () => createVaultClient(options(test.adminKey));

  it('adds people, changes them and lists them', async () => {
    const added = await admin().createUser('acc_test', { name: 'Ada', role: 'author' });
    const disabled = await admin().changeUser('acc_test', added.id, { disabled: true });
    expect(disabled).toHaveProperty('disabledAt');
    expect(await admin().users('acc_test')).toContainEqual(disabled);
  });

  it('lists the tokens of an agent, and revokes one', async () => {
    const body = { name: 'of A', role: 'agent', agentId: 'A' };
    const path = '/v1/accounts/acc_test/tokens';
    const issued = await test.send({ method: 'POST', url: path, key: test.adminKey, body });
    const { id } = issued.json as { id: string };
    expect(await admin().revokeToken('acc_test', id)).toBeUndefined();
    const [token] = await admin().tokens('acc_test', { agentId: 'A' });
    expect(token).toMatchObject({ id });
    expect(token).toHaveProperty('revokedAt');
  });

  it('keeps a person’s environment secrets and starts their sandbox', async () => {
    const userId = await test.addUser('author');
    const own = createVaultClient(options(await test.issue('author', { userId })));
    await own.createVariable({ name: 'A_KEY', value: 'not-a-real-key' });
    expect(await own.changeVariable('A_KEY', { description: 'x' })).toMatchObject({ description: 'x' });
    const { id, token } = await own.startSandbox({});
    const read = () => test.send({ url: '/v1/sandbox/environment', key: token });
    expect(await read()).toMatchObject({ json: { variables: { A_KEY: 'not-a-real-key' } } });
    await own.endSandbox(id);
    expect(await read()).toMatchObject({ status: 401 });
    await own.deleteVariable('A_KEY');
    expect(await own.environment()).toEqual([]);
  });

  it('destroys a deleted secret', async () => {
    const manager = createVaultClient(options(test.adminKey));
    await test.addSecret('x', 'not-a-real-key');
    await expect(manager.purgeSecret('acc_test', 'x', 'any')).rejects.toMatchObject({ code: 'Conflict' });
    const { etag } = await manager.deleteSecret('acc_test', 'x', 'any');
    await manager.purgeSecret('acc_test', 'x', etag);
    expect(await manager.secrets('acc_test', { includeDeleted: true })).toEqual([]);
  });

  it('reads as much of the audit log as it wants, and has it verified', async () => {
    const events = [];
    for await (const event of admin().auditEvents('acc_test', { action: 'agent.create' })) events.push(event);
    expect(events).toMatchObject([{ action: 'agent.create', agentId: 'A' }]);
    expect(await admin().verifyAudit('acc_test')).toMatchObject({ intact: true });
  });

  it('requests no page of the log that it does not reach', async () => {
    const event = { seq: 1, at: '', actorId: '', actorRole: '', action: '', decision: 'allowed' };
    const page = { events: [{ ...event, granted: [], revoked: [], requestId: '' }], nextCursor: '1' };
    const { fetch, sent } = fakeFetch(() => json(page));
    const log = createVaultClient({ url, key: 'not-a-real-key', fetch });
    for await (const _ of log.auditEvents('acc', {})) break;
    expect(sent).toHaveLength(1);
  });

  it('has no method that reads a value', () => {
    const manager = createVaultClient(options('not-a-real-key'));
    const verbs = [...Object.keys(admin()), ...Object.keys(manager)];
    expect(verbs.filter((verb) => /value|reading|readSandbox/i.test(verb))).toEqual([]);
  });
});
