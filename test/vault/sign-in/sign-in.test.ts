import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RowFault, verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { editDatabase } from '../support/edit-database.ts';
import { addOtherAccount, openTestVault } from '../support/test-vault.ts';
import { nonceVerifier } from './support/fake-provider.ts';
import { keyIn, openSignInVault, settings, type SignInVault } from './support/sign-in-vault.ts';

let one: SignInVault;
beforeEach(async () => {
  one = await openSignInVault();
});
afterEach(() => one.test.close());

const me = async (key: string) => one.test.send({ url: '/v1/me', key });
const signOut = (key: string, body: object = {}) =>
  one.test.send({ method: 'POST', url: '/v1/me/sign-out', key, body });

describe('a user who signs in', () => {
  it('gets the address of the provider', async () => {
    expect(await one.test.send({ url: '/v1/sign-in' })).toMatchObject({
      status: 200,
      json: {
        openid: {
          issuer: settings.issuer,
          clientId: settings.clientId,
          scopes: ['openid', 'profile', 'email'],
          deviceCode: false,
        },
      },
    });
  });

  it('gets a key for some hours with the rights of their groups', async () => {
    const answer = await one.signIn();
    expect(answer).toMatchObject({
      status: 201,
      json: { role: 'admin', expiresAt: '2026-01-01T08:00:00.000Z' },
    });
    expect(keyIn(answer)).toMatch(/^ags_admin_/);
    expect(await me(keyIn(answer))).toMatchObject({
      status: 200,
      json: { role: 'admin', accountId: 'acc_test' },
    });
    one.test.advance(8 * 3_600_000);
    expect(await me(keyIn(answer))).toMatchObject({ status: 401, json: { code: 'CredentialExpired' } });
  });

  it('becomes a person of the account, whose name follows the provider', async () => {
    keyIn(await one.signIn());
    keyIn(await one.signIn({ claims: { name: 'Ada Changed\u202e\n' } }));
    const people = await one.test.send({ url: '/v1/accounts/acc_test/users', key: one.test.adminKey });
    const { users } = people.json as { users: { email?: string }[] };
    expect(users.filter(({ email }) => email === 'ada@example.com')).toMatchObject([
      { name: 'Ada Changed', role: 'admin' },
    ]);
  });

  it('is recorded in the log, without anything of the token', async () => {
    const token = await one.token();
    const { userId } = (await one.send(token)).json as { userId: string };
    const entry = await one.lastEntry();
    expect(entry).toMatchObject({ action: 'sign-in', decision: 'allowed', targetId: userId, userId });
    expect(JSON.stringify(entry) + one.test.log.join('')).not.toContain(token.slice(0, 20));
  });

  it('has the current role: changed groups count at the next sign-in, for older sessions too', async () => {
    const first = keyIn(await one.signIn());
    const second = keyIn(await one.signIn({ claims: { groups: ['secrets-reviewers'] } }));
    for (const key of [first, second]) {
      const { rights } = (await me(key)).json as { rights: readonly string[] };
      expect(rights).toContain('audit:read');
      expect(rights).not.toContain('secrets:write');
    }
    expect(await one.lastEntry()).toMatchObject({ decision: 'allowed' });
  });

  it('loses every session when none of their groups may use the vault any more', async () => {
    const key = keyIn(await one.signIn());
    const refused = await one.signIn({ claims: { groups: ['everybody'] } });
    expect(refused).toMatchObject({ status: 403, json: { code: 'SignInRefused' } });
    expect(await one.lastEntry()).toMatchObject({ decision: 'denied', code: 'NoRole' });
    expect(await me(key)).toMatchObject({ status: 401 });
  });

  it('loses the keys that admins issued, the sandboxes and the role too, each with an entry', async () => {
    const { userId } = (await one.signIn()).json as { userId: string };
    const { test } = one;
    const key = await test.issue('author', { userId });
    const start = { method: 'POST', url: '/v1/me/sandbox-sessions', key, body: {} } as const;
    const sandbox = (await test.send(start)).json as { id: string; token: string };
    await one.signIn({ claims: { groups: ['everybody'] } });
    expect(await me(key)).toMatchObject({ status: 401, json: { code: 'CredentialExpired' } });
    const environment = { url: '/v1/sandbox/environment', key: sandbox.token };
    expect(await test.send(environment)).toMatchObject({ status: 401 });
    const users = await test.send({ url: '/v1/accounts/acc_test/users', key: test.adminKey });
    const { users: listed } = users.json as { users: readonly { id: string; role: string }[] };
    expect(listed.find(({ id }) => id === userId)?.role).toBe('none');
    const entries = await test.vault.storage.auditAfter(0, 1000);
    const last = entries.findLast(({ action }) => action === 'sign-in');
    const ofSignIn = entries.filter(({ requestId }) => requestId === last?.requestId);
    const said = ofSignIn.map(({ action, decision }) => `${action} ${decision}`);
    expect(said.toSorted()).toEqual([
      'sandbox.end allowed',
      'sign-in denied',
      'token.revoke allowed',
      'token.revoke allowed',
      'user.change allowed',
    ]);
    const issue = { method: 'POST', url: '/v1/accounts/acc_test/tokens', key: test.adminKey } as const;
    const refused = await test.send({ ...issue, body: { name: 'x', role: 'author', userId } });
    expect(refused).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    for await (const fault of verifyRows(test.vault)) expect(fault).toBeUndefined();
  });

  it('has a role again when one of their groups is allowed again, and none of the old keys', async () => {
    const { userId } = (await one.signIn()).json as { userId: string };
    const old = await one.test.issue('author', { userId });
    await one.signIn({ claims: { groups: ['everybody'] } });
    const back = await one.signIn();
    expect(back).toMatchObject({ status: 201, json: { role: 'admin', userId } });
    expect(await me(keyIn(back))).toMatchObject({ status: 200 });
    expect(await me(old)).toMatchObject({ status: 401 });
  });

  it.each([
    ['no groups', { groups: undefined }],
    ['other groups', { groups: ['everybody', 'SECRETS-ADMINS', 'secrets-admins '] }],
    ['groups that are no texts', { groups: [['secrets-admins'], { name: 'secrets-admins' }, 1, null] }],
    ['an object of groups', { groups: { 'secrets-admins': true } }],
  ])('is refused with %s', async (_what, claims) => {
    expect(await one.signIn({ claims })).toMatchObject({ status: 403, json: { code: 'SignInRefused' } });
    expect(await one.lastEntry()).toMatchObject({ code: 'NoRole', actorId: 'unknown' });
  });

  it('is refused when an admin has disabled them', async () => {
    const { userId } = (await one.signIn()).json as { userId: string };
    const url = `/v1/accounts/acc_test/users/${userId}`;
    await one.test.send({ method: 'PATCH', url, key: one.test.adminKey, body: { disabled: true } });
    expect(await one.signIn()).toMatchObject({ status: 403, json: { code: 'SignInRefused' } });
    expect(await one.lastEntry()).toMatchObject({ code: 'UserDisabled', targetId: userId });
  });

  it('is not locked out by an admin of another account who added them first', async () => {
    await addOtherAccount(one.test);
    const otherAdmin = await one.test.issue('admin', { accountId: 'acc_other' });
    const url = '/v1/accounts/acc_other/users';
    const body = { name: 'X', role: 'author', issuer: settings.issuer, subject: 'person-1' };
    const add = () => one.test.send({ method: 'POST', url, key: otherAdmin, body });
    expect((await add()).status).toBe(201);
    const key = keyIn(await one.signIn());
    expect(await me(key)).toMatchObject({ status: 200, json: { accountId: 'acc_test' } });
    const known = { ...body, subject: 'person-2' };
    keyIn(await one.signIn({ claims: { sub: 'person-2' } }));
    expect((await one.test.send({ method: 'POST', url, key: otherAdmin, body: known })).status).toBe(201);
    expect(await add()).toMatchObject({ status: 409, json: { code: 'NameTaken' } });
  });

  it('is refused, and the edit is detected, when their row was edited', async () => {
    keyIn(await one.signIn());
    const { storage } = one.test.vault;
    const user = await storage.look((view) =>
      view.findUserBySubject('acc_test', settings.issuer, 'person-1'),
    );
    if (!user) throw new Error('No one signed in');
    await storage.transact((tx) => tx.updateUser({ ...user, role: 'reviewer' }));
    expect(await one.signIn()).toMatchObject({ status: 500, json: { code: 'InternalError' } });
    expect(await one.lastEntry()).toMatchObject({ decision: 'failed', code: 'IntegrityError' });
  });

  it('is missed, and an older copy of their row is detected, when the database is edited', async () => {
    const { test } = one;
    keyIn(await one.signIn());
    editDatabase(test.directory, 'create table kept as select * from users');
    keyIn(await one.signIn({ claims: { name: 'Ada Changed' } }));
    const faults = async () => {
      const list: RowFault[] = [];
      for await (const fault of verifyRows(test.vault)) list.push(fault);
      return list;
    };
    expect(await faults()).toEqual([]);
    editDatabase(test.directory, 'delete from users; insert into users select * from kept');
    expect(await faults()).toMatchObject([{ row: 'user', what: 'older' }]);
    editDatabase(test.directory, "delete from users where email = 'ada@example.com'");
    expect(await faults()).toMatchObject([{ row: 'user', what: 'lost' }]);
  });

  it('is rate limited after too many attempts', async () => {
    const answers = [];
    for (let count = 0; count < 40; count += 1) answers.push((await one.signIn()).status);
    expect(answers).toContain(429);
  });
});

describe('a user who signs out', () => {
  it('ends this session and no other', async () => {
    const [first, second] = [keyIn(await one.signIn()), keyIn(await one.signIn())];
    expect(await signOut(first)).toMatchObject({ status: 200, json: { ended: 1 } });
    expect((await me(first)).status).toBe(401);
    expect((await me(second)).status).toBe(200);
  });

  it('ends the sandboxes that this session started and no others', async () => {
    const [first, second] = [keyIn(await one.signIn()), keyIn(await one.signIn())];
    const url = '/v1/me/sandbox-sessions';
    const sandboxes: string[] = [];
    for (const key of [first, second]) {
      const { json } = await one.test.send({ method: 'POST', url, key, body: {} });
      sandboxes.push((json as { token: string }).token);
    }
    await signOut(first);
    const read = async (key = '') => (await one.test.send({ url: '/v1/sandbox/environment', key })).status;
    expect(await Promise.all(sandboxes.map(read))).toEqual([401, 200]);
  });

  it('everywhere, ends all of their own sessions and sandboxes only', async () => {
    const [first, second] = [keyIn(await one.signIn()), keyIn(await one.signIn())];
    const other = keyIn(await one.signIn({ claims: { sub: 'person-2' } }));
    const url = '/v1/me/sandbox-sessions';
    const sandbox = await one.test.send({ method: 'POST', url, key: first, body: {} });
    expect(await signOut(second, { everywhere: true })).toMatchObject({ json: { ended: 3 } });
    for (const key of [first, second]) expect((await me(key)).status).toBe(401);
    expect((await me(other)).status).toBe(200);
    const { token } = sandbox.json as { token: string };
    expect((await one.test.send({ url: '/v1/sandbox/environment', key: token })).status).toBe(401);
  });

  it('keeps a key that an admin issued, even everywhere', async () => {
    const { userId } = (await one.signIn()).json as { userId: string };
    const issued = await one.test.issue('admin', { userId });
    expect(await signOut(issued)).toMatchObject({ status: 409 });
    expect(await signOut(issued, { everywhere: true })).toMatchObject({ json: { ended: 1 } });
    expect((await me(issued)).status).toBe(200);
  });
});

describe('a vault without a provider', () => {
  it('says so', async () => {
    const test = await openTestVault();
    expect(await test.send({ url: '/v1/sign-in' })).toMatchObject({ status: 200, json: {} });
    const body = { idToken: 'a.b.c', nonceVerifier };
    const answer = await test.send({ method: 'POST', url: '/v1/sign-in/openid', body });
    expect(answer).toMatchObject({ status: 404, json: { code: 'NotFound' } });
    await test.close();
  });
});
