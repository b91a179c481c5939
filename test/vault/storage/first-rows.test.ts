import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../vault/app.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { editDatabase, reopenVault, rootKeyIn } from '../support/edit-database.ts';
import { firstMacs, stealKeys } from '../support/stolen-keys.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let reopened: Vault | undefined;
let personId: string;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  personId = await test.addUser('author');
  await makeRowsOfBefore();
  await test.release();
});
afterEach(async () => {
  await reopened?.storage.close();
  rmSync(test.directory, { recursive: true });
});

/** As an earlier vault left them: no MAC of accounts and agents, and older ones of people and tokens. */
async function makeRowsOfBefore(): Promise<void> {
  const { storage } = test.vault;
  const macOf = firstMacs(await stealKeys(storage, rootKeyIn(test.directory)));
  const page = { after: undefined, limit: 100 };
  await storage.transact(async (tx) => {
    for (const user of await tx.listUsers('acc_test', page)) {
      const { id, accountId, role, issuer, subject, disabledAt } = user;
      const mac = macOf('user', [id, accountId, role, issuer, subject, disabledAt]);
      await tx.updateUser({ ...user, revision: 0, mac });
    }
    for (const token of await tx.listTokens('acc_test', page)) {
      const { id, accountId, role, agentId, expiresAt, revokedAt, digest } = token;
      const first = [id, accountId, role, agentId, expiresAt, revokedAt, digest.toString('base64')];
      const mac = macOf('token', [...first, token.userId, token.addresses]);
      await tx.updateToken({ ...token, mac });
    }
  });
  editDatabase(test.directory, `update agents set revision = 0, mac = x''`);
  editDatabase(test.directory, `update accounts set revision = 0, mac = x''`);
}

/** The log of an earlier vault has no revision of an account. */
function forgetSealing(): void {
  editDatabase(test.directory, `update audit set revision = null where action like 'account.%'`);
}

async function start(): Promise<{ seals: readonly unknown[]; ask: (url: string) => Promise<number> }> {
  await reopened?.storage.close();
  reopened = await reopenVault(test.directory);
  const log = await reopened.storage.auditAfter(0, 1000);
  const seals = log.filter(({ action }) => action === 'account.seal').map(({ decision }) => decision);
  const app = await createApp({ vault: reopened, logger: pino({ level: 'silent' }), hosts: [] });
  const headers = { 'x-api-key': test.adminKey };
  return { seals, ask: async (url) => (await app.inject({ url, headers })).statusCode };
}
const lists = ['agents', 'users', 'tokens'].map((list) => `/v1/accounts/acc_test/${list}`);

describe('rows of an earlier vault', () => {
  it('get their MACs at the first start, once', async () => {
    forgetSealing();
    const { seals, ask } = await start();
    expect(seals).toEqual(['allowed']);
    for (const url of lists) expect(await ask(url)).toBe(200);
    expect((await start()).seals).toEqual(['allowed']);
  });

  it('are refused where a row with a MAC had been edited', async () => {
    forgetSealing();
    editDatabase(test.directory, `update users set role = 'admin' where id = '${personId}'`);
    const { ask } = await start();
    expect(await ask('/v1/accounts/acc_test/users')).toBe(500);
    expect(await ask('/v1/accounts/acc_test/agents')).toBe(200);
  });

  it('get none when the log says that they had theirs: then the row was reset', async () => {
    const { seals, ask } = await start();
    expect(seals).toEqual(['failed']);
    for (const url of lists) expect(await ask(url)).toBe(500);
  });
});
