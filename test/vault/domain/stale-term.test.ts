import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotateTerm } from '../../../vault/domain/keys/rotate-term.ts';
import { openVaultOn, rootKeyIn } from '../support/edit-database.ts';
import { openTestVault, secretUrl, type TestVault, valueUrl } from '../support/test-vault.ts';

const actor = { accountId: 'acc_test', actorId: 'vault', actorRole: 'vault', requestId: 'test' } as const;
let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('before', 'not-a-real-key', ['A']);
});
afterEach(() => test.close());

/** Another process of the vault begins a term and destroys the previous one; this process saw neither. */
async function rotateElsewhere(): Promise<void> {
  const other = await openVaultOn(test.vault.storage, rootKeyIn(test.directory));
  for await (const step of rotateTerm(other, actor)) expect(step.damaged).toBe(0);
  expect(test.vault.keyring.term).toBe(1);
}

/** The result of starting a vault now. */
async function termsInUse(): Promise<readonly number[]> {
  return test.vault.storage.look(async (view) => {
    const [first, second] = [1, 2].map((term) => view.versionsOfTerm(term, { after: undefined, limit: 10 }));
    return [(await first)?.length ?? 0, (await second)?.length ?? 0];
  });
}

describe('a process that does not know the newest term', () => {
  it('creates a secret under the newest one', async () => {
    await rotateElsewhere();
    await test.addSecret('after', 'not-a-real-key', ['A']);
    expect(await termsInUse()).toEqual([0, 2]);
    const key = await test.issue('agent', { agentId: 'A' });
    expect(await test.send({ url: valueUrl('A', 'after'), key })).toMatchObject({ status: 200 });
  });

  it('changes a value under the newest one', async () => {
    await rotateElsewhere();
    const headers = { 'if-match': '*' };
    const body = { value: 'not-a-real-key-either' };
    const change = { method: 'PATCH', url: secretUrl('before'), key: test.adminKey, headers, body } as const;
    expect(await test.send(change)).toMatchObject({ status: 200 });
    expect(await termsInUse()).toEqual([0, 2]);
  });

  it('stores and changes an environment secret under the newest one', async () => {
    const url = '/v1/me/environment';
    const store = (name: string) =>
      test.send({ method: 'POST', url, key: test.adminKey, body: { name, value: 'x' } });
    await store('FIRST');
    await rotateElsewhere();
    expect(await store('SECOND')).toMatchObject({ status: 201 });
    const body = { value: 'y' };
    const change = { method: 'PATCH', url: `${url}/FIRST`, key: test.adminKey, body } as const;
    expect(await test.send(change)).toMatchObject({ status: 200 });
    expect(await termsInUse()).toEqual([0, 4]);
  });
});
