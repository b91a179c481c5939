import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { spreadAudit } from '../support/spread-audit.ts';
import {
  addOtherAccount,
  openTestVault,
  secretUrl,
  type TestVault,
  valueUrl,
} from '../support/test-vault.ts';

let test: TestVault;
let key: string;
let requestId: string;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('one', 'not-a-real-1', ['A']);
  await test.addSecret('two', 'not-a-real-2', ['A']);
  await test.addSecret('hidden', 'not-a-real-3', ['B']);
  await addOtherAccount(test);
  key = await test.issue('agent', { agentId: 'A' });
  const asked = { method: 'POST', url: '/v1/agents/A/access-requests', key: test.adminKey } as const;
  const { json } = await test.send({ ...asked, body: { secretName: 'hidden', reason: 'Needed' } });
  requestId = (json as { id: string }).id;
});
afterAll(() => test.close());

/** An attacker with the database file, but without the root key, changes it; then the change is reverted. */
async function withTampered(statements: string, work: () => Promise<void>): Promise<void> {
  const database = new Database(join(test.directory, 'vault.db'));
  const tables = ['accounts', 'agents', 'secrets', 'secret_versions', 'users', 'tokens', 'audit'];
  tables.push('access_requests', 'idempotency');
  spreadAudit(database);
  for (const table of tables) database.exec(`create temp table old_${table} as select * from ${table}`);
  try {
    database.exec(statements);
    // Reads in the same turn of the event loop share one snapshot.
    await setImmediate();
    await work();
  } finally {
    const added = database.prepare('select max(seq) as seq from old_audit').get() as { seq: number };
    database.pragma('foreign_keys = OFF');
    for (const table of tables) {
      const later = table === 'audit' ? ` where seq <= ${String(added.seq)}` : '';
      database.exec(`delete from ${table}${later}; insert into ${table} select * from old_${table}`);
    }
    database.close();
    await setImmediate();
  }
}

const read = (name: string) => test.send({ url: valueUrl('A', name), key });
const swap = (table: string, column: string, on = 'secret_id') => `
  create temp table swapped as select * from ${table};
  update ${table} set ${column} = (select s.${column} from swapped s where s.${on} <> ${table}.${on} limit 1);`;

describe('a database edited directly', () => {
  it.each([
    ['an agent put onto an access list', `update secrets set agent_ids = '["A","B"]'`, 'hidden'],
    ['an older version of an access list', 'update secrets set access_version = access_version + 1', 'one'],
    ['an access list of another secret', swap('secrets', 'agent_ids', 'id'), 'hidden'],
    ['a value of another secret', swap('secret_versions', 'sealed_value'), 'one'],
    ['a data key of another secret', swap('secret_versions', 'wrapped_key'), 'one'],
    [
      'a value and data key of another secret',
      `${swap('secret_versions', 'sealed_value')} update secret_versions set wrapped_key =
       (select s.wrapped_key from swapped s where s.sealed_value = secret_versions.sealed_value)`,
      'one',
    ],
    ['another kind', `update secrets set kind = 'key_value'`, 'one'],
    ['an unauthorized deletion', `update secrets set deleted_at = updated_at`, 'one'],
    ['an unauthorized deprecation', `update secrets set deprecated_at = updated_at`, 'one'],
    [
      'another current version',
      `insert into secret_versions select secret_id, 2, kind, fields, term, created_at, created_by, wrapped_key, sealed_value, mac
       from secret_versions; update secrets set version = 2`,
      'one',
    ],
    ['a MAC of another secret', swap('secrets', 'mac', 'id'), 'one'],
    ['a row said to be older than MACs', 'update secrets set revision = 0', 'one'],
    [
      'a cut tag',
      'update secret_versions set sealed_value = substr(sealed_value, 1, length(sealed_value) - 12)',
      'one',
    ],
    [
      'two names exchanged',
      `update secrets set name = 'x' where name = 'one'; update secrets set name = 'one' where name = 'two';
       update secrets set name = 'two' where name = 'x'`,
      'one',
    ],
  ])('gives no value with %s', async (_what, statements, name) => {
    await withTampered(statements, async () => {
      expect(await read(name)).toMatchObject({ status: 500, json: { code: 'InternalError' } });
    });
    expect((await read('one')).status).toBe(200);
  });

  it.each([
    ['role', `update tokens set role = 'admin' where role = 'agent'`],
    ['agent', `update tokens set agent_id = 'B' where role = 'agent'`],
    ['end', `update tokens set expires_at = '2999-01-01T00:00:00.000Z'`],
    ['account', `update tokens set account_id = 'acc_test', id = 'tok_x' where role = 'agent'`],
  ])('does not give a token another %s', async (_what, statements) => {
    await withTampered(statements, async () => {
      expect((await test.send({ url: '/v1/me', key })).status).toBe(500);
    });
  });

  it.each([
    ['switched on or off', `update accounts set vault_enabled = 0 where id = 'acc_test'`],
    ['renamed', `update accounts set name = 'Other' where id = 'acc_test'`],
    ['said to be older than MACs', `update accounts set revision = 0 where id = 'acc_test'`],
  ])('does not answer for an account that was %s', async (_what, statements) => {
    await withTampered(statements, async () => {
      expect(await read('one')).toMatchObject({ status: 500, json: { code: 'InternalError' } });
      expect((await test.send({ url: '/v1/me', key: test.adminKey })).status).toBe(500);
    });
    expect((await read('one')).status).toBe(200);
  });

  it.each([
    ['of another account', `update agents set account_id = 'acc_test' where account_id = 'acc_other'`],
    ['with another name', `update agents set agent_name = 'Other' where agent_id = 'B'`],
    [
      'that was never made',
      `insert into agents select account_id, 'new', agent_name, created_at, updated_at,
      deleted_at, revision, mac from agents where agent_id = 'B'`,
    ],
  ])('shows no agent %s', async (_what, statements) => {
    await withTampered(statements, async () => {
      const answer = await test.send({ url: '/v1/accounts/acc_test/agents', key: test.adminKey });
      expect(answer.status).toBe(500);
    });
  });

  it.each([
    ['a person', `update users set name = 'Other'`, '/v1/accounts/acc_test/users'],
    ['a token', `update tokens set name = 'Other' where role = 'agent'`, '/v1/accounts/acc_test/tokens'],
    ['a request', `update access_requests set reason = 'Other'`, '/v1/accounts/acc_test/access-requests'],
  ])('does not list %s that was edited as if it were valid', async (_what, statements, url) => {
    expect((await test.send({ url, key: test.adminKey })).status).toBe(200);
    const other = await test.issue('admin');
    await withTampered(statements, async () => {
      const answer = await test.send({ url, key: other });
      expect(answer).toMatchObject({ status: 500, json: { code: 'InternalError' } });
      expect(answer.text).toContain('agent-secrets vault audit verify');
    });
  });

  it('names the row in the log, and nothing of its content', async () => {
    const issued = { name: 'one', role: 'agent', agentId: 'A' };
    const tokens = '/v1/accounts/acc_test/tokens';
    const { json } = await test.send({ method: 'POST', url: tokens, key: test.adminKey, body: issued });
    const { id } = json as { id: string };
    await withTampered(`update tokens set name = 'not-a-real-canary' where id = '${id}'`, async () => {
      await test.send({ url: tokens, key: test.adminKey });
    });
    const line = test.log.findLast((text) => text.includes('"failed"')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      error: 'IntegrityError',
      stored: `a token (${id}) is not what the vault wrote`,
    });
    expect(line).not.toContain('canary');
  });

  it('does not log an id that was replaced by a value', async () => {
    await withTampered(`update access_requests set id = 'not-a-real-canary'`, async () => {
      const url = '/v1/accounts/acc_test/access-requests';
      expect((await test.send({ url, key: test.adminKey })).status).toBe(500);
    });
    const line = test.log.findLast((text) => text.includes('"failed"')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ stored: 'an access request is not what the vault wrote' });
  });

  it.each([
    ['a key that is to look like an admin’s', `role = 'admin'`],
    ['a key that is to look ended', 'revoked_at = created_at'],
  ])('revokes no %s: it would then have a MAC of the vault', async (_what, edit) => {
    const issued = { name: 'edited', role: 'agent', agentId: 'A' };
    const tokens = '/v1/accounts/acc_test/tokens';
    const { json } = await test.send({ method: 'POST', url: tokens, key: test.adminKey, body: issued });
    const { id } = json as { id: string };
    await withTampered(`update tokens set ${edit} where id = '${id}'`, async () => {
      const answer = await test.send({ method: 'DELETE', url: `${tokens}/${id}`, key: test.adminKey });
      expect(answer).toMatchObject({ status: 500, json: { code: 'InternalError' } });
    });
  });

  it('approves no request that was edited', async () => {
    const url = `/v1/agents/A/access-requests/${requestId}:approve`;
    await withTampered(`update access_requests set secret_name = 'two'`, async () => {
      expect((await test.send({ method: 'POST', url, key: test.adminKey, body: {} })).status).toBe(500);
    });
  });

  it('repeats no answer that was edited', async () => {
    const body = { agentId: 'C', agentName: 'Agent C' };
    const headers = { 'idempotency-key': 'k' };
    const again = {
      method: 'POST',
      url: '/v1/accounts/acc_test/agents',
      key: test.adminKey,
      body,
      headers,
    } as const;
    const first = await test.send(again);
    await withTampered(`update idempotency set answer = replace(answer, 'Agent C', 'Agent D')`, async () => {
      expect((await test.send(again)).status).toBe(500);
    });
    expect(await test.send(again)).toMatchObject({ status: 201, json: first.json });
  });

  it('does not show an edited access list to an admin as if it were true', async () => {
    await withTampered(`update secrets set agent_ids = '[]'`, async () => {
      const answer = await test.send({ url: secretUrl('one', '/access'), key: test.adminKey });
      expect(answer.status).toBe(500);
    });
  });
});

describe('the audit log', () => {
  it('is complete, and contains the attempts', async () => {
    await read('hidden');
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
    const entries = await test.vault.storage.auditAfter(0, 1000);
    expect(entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          action: 'secret.create',
          decision: 'allowed',
          secretName: 'one',
          granted: ['A'],
        }),
        expect.objectContaining({
          action: 'value.read',
          decision: 'allowed',
          secretName: 'one',
          agentId: 'A',
          version: 1,
        }),
        expect.objectContaining({
          action: 'value.read',
          decision: 'denied',
          code: 'MissingAccess',
          secretName: 'hidden',
        }),
        expect.objectContaining({ action: 'value.read', decision: 'failed', code: 'IntegrityError' }),
      ]),
    );
  });

  it('does not store invalid names: a value may have been sent there', async () => {
    await read('not-a-real-key-sent-as-name');
    const { entries } = await verifyAuditChain(test.vault);
    const [last] = await test.vault.storage.auditAfter(entries - 1, 1);
    expect(last).toMatchObject({ code: 'SecretNotFound', secretName: null });
  });

  it.each([
    ['edited', 5, `update audit set agent_id = 'B' where seq = 5`],
    ['missing', 5, 'delete from audit where seq = 5'],
    ['missing', 1, 'delete from audit where seq < 5'],
    [
      'reordered',
      5,
      'update audit set seq = -1 where seq = 5; update audit set seq = 5 where seq = 6; update audit set seq = 6 where seq = -1',
    ],
  ])('shows that an entry is %s, and that its number is %i', async (what, seq, statements) => {
    await withTampered(statements, async () => {
      const { entries, fault } = await verifyAuditChain(test.vault);
      expect({ entries, fault }).toEqual({ entries: seq - 1, fault: { seq, what } });
    });
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
  });

  it('is read to its end, and not trusted, after any change to the entries of one commit', async () => {
    const own = await openTestVault();
    await own.addAgents('A', 'B');
    await own.addSecret('one', 'not-a-real-1', ['A']);
    const database = new Database(join(own.directory, 'vault.db'));
    const verify = async () => (await verifyAuditChain(own.vault)).fault;
    const groups = database.prepare('select last from audit_groups order by last').pluck().all();
    const [, before, here] = groups.map(String);
    try {
      expect(await verify()).toBeUndefined();
      database.exec('create temp table kept as select * from audit_groups');
      for (const edit of [
        `update audit_groups set entries = replace(entries, 'allowed', 'denied') where last = ${String(here)}`,
        `update audit_groups set entries = 'x' where last = ${String(here)}`,
        `update audit_groups set entries = '[]' where last = ${String(here)}`,
        `update audit_groups set entries = (select entries from kept where last = ${String(before)}) where last = ${String(here)}`,
        `update audit_groups set mac = zeroblob(32) where last = ${String(here)}`,
        `update audit_groups set entries = 'x' where last = ${String(groups.at(-1))}`,
        `update audit_groups set last = -1 where last = ${String(here)}; update audit_groups set last = ${String(here)} where last = ${String(before)}`,
        `delete from audit_groups where last = ${String(here)}`,
        `delete from audit_groups where last < ${String(here)}`,
      ]) {
        database.exec(edit);
        await setImmediate();
        expect(await verify(), edit).toBeDefined();
        const { entries } = await own.vault.storage.look((view) =>
          view.listAudit('acc_test', { before: undefined, limit: 100 }),
        );
        expect(entries.length, edit).toBeGreaterThan(0);
        database.exec('delete from audit_groups; insert into audit_groups select * from kept');
      }
      expect(await verify()).toBeUndefined();
    } finally {
      database.close();
      await own.close();
    }
  });
});
