import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let agentKey: string;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('stripe', 'not-a-real-value', ['A']);
  agentKey = await test.issue('agent', { agentId: 'A' });
});
afterEach(() => test.close());

const hour = 3_600_000;

const read = (agentId: string, key: string) =>
  test.send({ url: `/v1/agents/${agentId}/secrets/stripe/value`, key });

async function lastReadAt(): Promise<unknown> {
  await test.vault.reads.write(test.vault.storage);
  const { json } = await test.send({ url: '/v1/accounts/acc_test/secrets/stripe', key: test.adminKey });
  return (json as { lastReadAt?: string }).lastReadAt;
}

describe('the last read of a secret', () => {
  it('is shown to the hour', async () => {
    expect(await lastReadAt()).toBeUndefined();
    test.advance(90 * 60_000);
    expect(await read('A', agentKey)).toMatchObject({ status: 200 });
    expect(await lastReadAt()).toBe('2026-01-01T01:00:00.000Z');
    test.advance(3 * hour);
    await read('A', agentKey);
    expect(await lastReadAt()).toBe('2026-01-01T04:00:00.000Z');
  });

  it('is not changed by an agent without access', async () => {
    const other = await test.issue('agent', { agentId: 'B' });
    expect(await read('B', other)).toMatchObject({ status: 403 });
    expect(await lastReadAt()).toBeUndefined();
  });

  it('does not change the secret: its ETag and the time of its last change stay', async () => {
    const url = '/v1/accounts/acc_test/secrets/stripe';
    const before = await test.send({ url, key: test.adminKey });
    await read('A', agentKey);
    expect(await lastReadAt()).toBeDefined();
    const after = await test.send({ url, key: test.adminKey });
    expect(after.json).toEqual({ ...(before.json as object), lastReadAt: '2026-01-01T00:00:00.000Z' });
  });
});
