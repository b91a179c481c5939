import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { openTestVault, secretUrl, tagOf, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let one: string;
let two: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
});
beforeEach(async () => {
  count += 1;
  one = `one-${String(count)}`;
  two = `two-${String(count)}`;
  await test.addSecret(one, 'not-a-real-key', ['A']);
  await test.addSecret(two, 'not-a-real-key', ['A']);
});
afterAll(() => test.close());

interface Decided {
  readonly name: string;
  /** The version of the list that the change is based on. */
  readonly version: number;
  readonly grant?: readonly string[];
  readonly revoke?: readonly string[];
}
const change = async (...decisions: readonly Decided[]) => {
  const changes = [];
  for (const { name, version, ...rest } of decisions) {
    changes.push({ name, etag: (await tagOf(test, name, version, 'access')).slice(1, -1), ...rest });
  }
  const url = '/v1/accounts/acc_test/access-changes';
  return test.send({ method: 'POST', url, key: test.adminKey, body: { changes } });
};
const agentsOf = async (name: string) => {
  const { json } = await test.send({ url: secretUrl(name, '/access'), key: test.adminKey });
  return (json as { agentIds: string[] }).agentIds;
};

describe('changing access to many secrets', () => {
  it('changes all of them, with an audit entry each and one event', async () => {
    const seq = await test.vault.storage.lastEventSeq();
    const start = (await test.vault.storage.auditAfter(0, 10_000)).length;
    const changed = await change(
      { name: two, version: 1, grant: ['B'] },
      { name: one, version: 1, grant: ['B'], revoke: ['A'] },
    );
    expect(changed).toMatchObject({
      status: 200,
      json: {
        lists: [
          { name: two, agentIds: ['A', 'B'], version: 2 },
          { name: one, agentIds: ['B'], version: 2 },
        ],
      },
    });
    expect(await agentsOf(one)).toEqual(['B']);
    expect((await test.vault.storage.eventsAfter('acc_test', seq))?.map(({ event }) => event)).toEqual([
      { type: 'access-changed', names: [two, one], agentIds: ['B', 'A'] },
    ]);
    expect((await test.vault.storage.auditAfter(start, 3)).map((entry) => entry)).toMatchObject([
      { action: 'access.change', secretName: two, granted: ['B'], revision: 2 },
      { action: 'access.change', secretName: one, granted: ['B'], revoked: ['A'], revision: 2 },
      { action: 'access.change-many', secretName: null, revision: null },
    ]);
    const faults = [];
    for await (const fault of verifyRows(test.vault)) faults.push(fault);
    expect(faults).toEqual([]);
  });

  it.each([
    ['a version of before', 412, 'VersionConflict', () => ({ name: two, version: 7, grant: ['B'] })],
    ['a secret that is not there', 404, 'SecretNotFound', () => ({ name: 'nothing', version: 1 })],
    ['an unknown agent', 400, 'InvalidInput', () => ({ name: two, version: 1, grant: ['NOBODY'] })],
    ['a secret twice', 400, 'InvalidInput', () => ({ name: one, version: 2 })],
  ])('changes none of them because of %s', async (_what, status, code, second) => {
    const answer = await change({ name: one, version: 1, grant: ['B'] }, second());
    expect(answer).toMatchObject({ status, json: { code } });
    expect(await agentsOf(one)).toEqual(['A']);
    expect(await agentsOf(two)).toEqual(['A']);
    const entries = await test.vault.storage.auditAfter(0, 10_000);
    const denied = entries.findLast(({ action }) => action === 'access.change-many');
    expect(denied).toMatchObject({ decision: 'denied', code });
  });

  it('names the secret that was refused in the log', async () => {
    await change({ name: one, version: 1, grant: ['B'] }, { name: two, version: 7 });
    expect((await test.vault.storage.auditAfter(0, 10_000)).at(-1)).toMatchObject({
      action: 'access.change-many',
      decision: 'denied',
      secretName: two,
      granted: [],
    });
  });

  it.each([
    ['none', []],
    ['too many', Array.from({ length: 501 }, (_, n) => ({ name: `n${String(n)}`, version: 1 }))],
  ] satisfies readonly (readonly [string, readonly Decided[]])[])('is refused for %s', async (_, changes) => {
    expect(await change(...changes)).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });
});
