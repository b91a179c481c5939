import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '../../../vault/domain/people/make-account.ts';
import { people, rolesOf } from '../support/rights-table.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';
import { newIdentity, trustedIssuers } from '../workloads/support/workload-vault.ts';

/** Two accounts of one vault, each with one of everything; the word is in all their names. */
interface Tenant {
  readonly accountId: string;
  readonly word: string;
  readonly keys: Readonly<Record<string, string>>;
}

let test: TestVault;
let tenants: readonly [Tenant, Tenant];
let reading: readonly { readonly id: string; readonly path: string }[];

beforeAll(async () => {
  test = await openTestVault({ workloadIssuers: trustedIssuers });
  let adminKey = '';
  const operator = { actorId: 'operator', actorRole: 'vault', requestId: 'control' } as const;
  const keep = (_id: string, key: string) => void (adminKey = key);
  await makeAccount(test.vault, { id: 'acc_second', name: 'second-word' }, operator, keep);
  tenants = [
    await fill('acc_test', 'first-word', test.adminKey),
    await fill('acc_second', 'second-word', adminKey),
  ];
  const { paths } = (await test.send({ url: '/openapi.json' })).json as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  reading = Object.entries(paths).flatMap(([path, { get }]) => (get ? [{ id: get.operationId, path }] : []));
});
afterAll(() => test.close());

async function fill(accountId: string, word: string, key: string): Promise<Tenant> {
  const post = async (path: string, body: unknown, by = key) => {
    const answer = await test.send({ method: 'POST', url: path, key: by, body });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
    return answer.json as { id: string };
  };
  const account = `/v1/accounts/${accountId}`;
  // Both also have an agent and a secret with the same name.
  for (const agentId of [`agent-${word}`, 'SAME']) {
    await post(`${account}/agents`, { agentId, agentName: `Agent of ${word}` });
  }
  for (const name of [`secret-${word}`, 'same']) {
    const agentIds = name === 'same' ? ['SAME'] : [];
    const secret = { name, kind: 'single', value: 'not-a-real-value', description: word, agentIds };
    await post(`${account}/secrets`, secret);
  }
  await post(`${account}/identities`, newIdentity('SAME', { name: `Identity of ${word}` }));
  const keys: Record<string, string> = { admin: key };
  for (const role of people) {
    const { id: userId } = await post(`${account}/users`, { name: `Some ${role} of ${word}`, role });
    keys[role] = await test.issue(role, { accountId, userId });
    await post(
      '/v1/me/environment',
      { name: `KEY_${word.replace('-', '_').toUpperCase()}`, value: 'not-a-real-value' },
      keys[role],
    );
  }
  await post(
    '/v1/agents/SAME/access-requests',
    { secretName: `secret-${word}`, reason: word },
    keys['author'],
  );
  keys['agent'] = await test.issue('agent', { accountId, agentId: 'SAME' });
  return { accountId, word, keys };
}

const roles = [...people, 'agent'] as const;
const cases = roles.flatMap((role) =>
  [0, 1].map((which) => [role, which === 0 ? 'first' : 'second'] as const),
);

describe('nothing of one account', () => {
  it.each(cases)('is shown to the %s of another one, the %s', async (role, which) => {
    const [own, other] = which === 'first' ? tenants : [tenants[1], tenants[0]];
    const shown: string[] = [];
    for (const { id, path } of reading) {
      // An open stream has no end to wait for.
      if (id === 'events' || !rolesOf[id]?.includes(role)) continue;
      for (const name of ['same', `secret-${other.word}`]) {
        const values = { accountId: own.accountId, agentId: 'SAME', name, version: '1' };
        const url = Object.entries(values).reduce(
          (text, [key, value]) => text.replace(`{${key}}`, value),
          path,
        );
        const { status, text } = await test.send({ url, key: own.keys[role] ?? '' });
        if (status >= 300 && name === 'same') throw new Error(`${id}: ${text}`);
        const place = name === 'same' ? text : text.replaceAll(name, '');
        if (
          place.includes(other.word) ||
          place.includes(other.word.replace('-', '_').toUpperCase()) ||
          place.includes(other.accountId)
        )
          shown.push(`${id}: ${text}`);
      }
    }
    expect(shown).toEqual([]);
  });

  it.each(cases)('can be changed by the %s of another one, the %s', async (role, which) => {
    const [own, other] = which === 'first' ? tenants : [tenants[1], tenants[0]];
    const key = own.keys[role] ?? '';
    const [{ id: identityId }] = (
      (
        await test.send({
          url: `/v1/accounts/${other.accountId}/identities`,
          key: other.keys['admin'] ?? '',
        })
      ).json as { identities: [{ id: string }] }
    ).identities;
    const tries = [
      { method: 'DELETE', url: `/v1/accounts/${own.accountId}/identities/${identityId}` },
      { method: 'DELETE', url: `/v1/accounts/${other.accountId}/identities/${identityId}` },
      { method: 'DELETE', url: `/v1/accounts/${own.accountId}/agents/agent-${other.word}` },
      {
        method: 'DELETE',
        url: `/v1/accounts/${own.accountId}/secrets/secret-${other.word}`,
        headers: { 'if-match': '*' },
      },
    ] as const;
    for (const one of tries) {
      const { status } = await test.send({ ...one, key });
      expect([403, 404], one.url).toContain(status);
    }
    const list = { url: `/v1/accounts/${other.accountId}/identities`, key: other.keys['admin'] ?? '' };
    expect((await test.send(list)).text).toContain(identityId);
  });

  it('is read by the agent of the same name in another one', async () => {
    for (const { keys, accountId } of tenants) {
      const url = `/v1/accounts/${accountId}/secrets/same`;
      const headers = { 'if-match': '*' };
      const body = { value: `not-a-real-value-of-${accountId}` };
      await test.send({ method: 'PATCH', url, key: keys['admin'] ?? '', headers, body });
    }
    for (const { keys, accountId } of tenants) {
      const { json } = await test.send({
        url: '/v1/agents/SAME/secrets/same/value',
        key: keys['agent'] ?? '',
      });
      expect(json).toMatchObject({ value: `not-a-real-value-of-${accountId}` });
    }
  });
});
