import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { warnOfExpiry } from '../../../vault/background/warn-of-expiry.ts';
import { checkConfig } from '../../../vault/setup/config.ts';
import { expiringCredentials } from '../../../vault/domain/people/expiring-credentials.ts';
import { startSession } from '../support/session.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault({ tokenDays: { people: 90, agents: 30 } });
  await test.addAgents('A');
});
afterEach(() => test.close());

const day = 86_400_000;
const tokens = '/v1/accounts/acc_test/tokens';
const afterDays = (days: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + days * day).toISOString();
const issue = (body: object, key = test.adminKey) =>
  test.send({ method: 'POST', url: tokens, key, body: { name: 'new', ...body } });

describe('the longest lifetime of a token', () => {
  it('is set by the settings, for people and for agents', async () => {
    const agent = { role: 'agent', agentId: 'A' };
    expect((await issue({ role: 'author', expiresAt: afterDays(90) })).status).toBe(201);
    expect((await issue({ ...agent, expiresAt: afterDays(30) })).status).toBe(201);
    const refused = await issue({ role: 'author', expiresAt: afterDays(91) });
    expect(refused).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    expect(refused.text).toContain('In this vault, a token of a person can be valid for at most 90 days.');
    expect((await issue({ ...agent, expiresAt: afterDays(31) })).text).toContain(
      'a token of an agent can be valid for at most 30 days',
    );
  });

  it('shortens longer defaults: 90 days, and a year for the first key', async () => {
    expect((await issue({ role: 'agent', agentId: 'A' })).json).toMatchObject({ expiresAt: afterDays(30) });
    const me = await test.send({ url: '/v1/me', key: test.adminKey });
    expect(me.json).toMatchObject({ expiresAt: afterDays(90) });
  });

  it.each([0, 1.5, 4000, Number.NaN])('is not %d days', (maxTokenDays) => {
    expect(() => checkConfig({ dataDir: 'd', port: 0, maxTokenDays })).toThrow('from 1 to 3660');
  });
});

describe('the list of tokens', () => {
  it('shows who issued each', async () => {
    await startSession(test, 'author');
    await issue({ role: 'reviewer' });
    const answer = await test.send({ url: tokens, key: test.adminKey });
    const { tokens: listed } = answer.json as { tokens: readonly { role: string }[] };
    const users = await test.send({ url: '/v1/accounts/acc_test/users', key: test.adminKey });
    const [admin] = (users.json as { users: readonly { id: string; name: string }[] }).users;
    const by = (role: string) => listed.find((one) => one.role === role);
    expect(by('reviewer')).toMatchObject({ issuedBy: admin?.id, issuedByName: admin?.name });
    expect(by('author')).toMatchObject({ issuedBy: 'sign-in' });
    expect(by('admin')).toMatchObject({ issuedBy: 'operator' });
  });
});

describe('admin keys that end soon', () => {
  const ending = () => test.vault.storage.look((view) => expiringCredentials(view, test.vault.now()));

  it('are those that end within 30 days, without sign-ins and keys of others', async () => {
    await startSession(test, 'admin');
    await issue({ role: 'author', expiresAt: afterDays(3) });
    expect(await ending()).toEqual([]);
    test.advance(61 * day);
    expect(await ending()).toMatchObject([
      { name: 'Admin', accountId: 'acc_test', expiresAt: afterDays(90) },
    ]);
    test.advance(30 * day);
    expect(await ending()).toEqual([]);
  });

  it('are named in the log', async () => {
    test.advance(80 * day);
    const lines: string[] = [];
    const stop = warnOfExpiry(test.vault, pino({}, { write: (line: string) => lines.push(line) }));
    await stop();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 40, days: 10, expiresAt: afterDays(90), accountId: 'acc_test' },
    ]);
  });
});
