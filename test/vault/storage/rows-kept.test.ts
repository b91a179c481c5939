import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editDatabase } from '../support/edit-database.ts';
import { openTestVault, secretUrl, tagOf, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
let key: string;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('db', 'not-a-real-key', ['A']);
  key = await test.issue('agent', { agentId: 'A' });
});
afterEach(() => test.close());

const read = () => test.send({ url: valueUrl('A', 'db'), key });

/** Reads often enough that everything a read needs is cached. */
async function readTwice(): Promise<void> {
  for (const _ of [1, 2]) expect((await read()).status).toBe(200);
}

describe('a vault that has answered a read before', () => {
  it('detects an edited access list in the database', async () => {
    await readTwice();
    editDatabase(test.directory, `update secrets set agent_ids = '["A","B"]'`);
    expect((await read()).status).toBe(500);
  });

  it('detects an edited key in the database', async () => {
    await readTwice();
    editDatabase(test.directory, `update tokens set agent_id = 'B' where agent_id = 'A'`);
    expect((await read()).status).toBe(500);
  });

  it('detects changed ciphertext in the database', async () => {
    await readTwice();
    editDatabase(test.directory, `update secret_versions set sealed_value = zeroblob(length(sealed_value))`);
    expect((await read()).status).toBe(500);
  });

  it('returns the new value to the next read', async () => {
    await readTwice();
    const change = { method: 'PATCH', url: secretUrl('db'), key: test.adminKey } as const;
    await test.send({ ...change, headers: { 'if-match': '*' }, body: { value: 'not-a-real-key-2' } });
    expect((await read()).json).toMatchObject({ value: 'not-a-real-key-2', version: 2 });
  });

  it('refuses the next read after a revoke', async () => {
    await readTwice();
    const change = { method: 'PATCH', url: secretUrl('db', '/access'), key: test.adminKey } as const;
    await test.send({
      ...change,
      headers: { 'if-match': await tagOf(test, 'db', 1, 'access') },
      body: { revoke: ['A'] },
    });
    expect((await read()).status).toBe(403);
  });

  it('forgets a change that was rolled back', async () => {
    await readTwice();
    const refused = test.vault.storage.transact(async (tx) => {
      const secret = await tx.findSecret('acc_test', 'db');
      if (secret) await tx.updateSecret({ ...secret, version: 7 });
      throw new Error('withdrawn');
    });
    const [, answer] = await Promise.all([refused.catch(() => undefined), read()]);
    expect(answer.status).toBe(200);
    expect((await read()).json).toMatchObject({ version: 1 });
  });
});
