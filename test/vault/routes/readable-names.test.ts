import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let person: string;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('P-1');
  person = await test.addUser('author');
});
afterAll(() => test.close());

const account = '/v1/accounts/acc_test';
const credential = ['sk', 'live', '51NotARealKey'].join('_');

describe('a name that others read', () => {
  it.each([
    ['a person', 'POST', '/users', { name: credential, role: 'author' }],
    [
      'an email address',
      'POST',
      '/users',
      { name: 'Ada', role: 'author', email: `${credential}@example.com` },
    ],
    ['a renamed person', 'PATCH', '/users/PERSON', { name: credential }],
    ['a key', 'POST', '/tokens', { name: credential, role: 'admin' }],
    ['an agent', 'POST', '/agents', { agentId: 'P-2', agentName: credential }],
    ['a renamed agent', 'PATCH', '/agents/P-1', { agentName: credential }],
    ['the account', 'PATCH', '', { name: credential }],
  ] as const)(
    'is refused if it looks like a credential, and is not repeated: %s',
    async (_, method, url, body) => {
      const refused = await test.send({
        method,
        url: `${account}${url.replace('PERSON', person)}`,
        key: test.adminKey,
        headers: { 'if-match': '*' },
        body,
      });
      expect(refused).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
      expect(refused.text).toContain('looks like a credential');
      expect(refused.text).not.toContain(credential);
      expect(JSON.stringify(await test.vault.storage.auditAfter(0, 10_000))).not.toContain(credential);
    },
  );
});
