import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { statusText } from '../../../cli/commands/vault/status.ts';
import { perform } from '../../../vault/control/perform.ts';
import type { ControlAnswer } from '../../../vault/control/messages.ts';
import { rootKeyOf } from '../../../vault/crypto/root-key.ts';
import { refreshKeys } from '../../../vault/domain/context/refresh-keys.ts';
import { rotateRootKey } from '../../../vault/domain/keys/rotate-root.ts';
import { rotateTerm } from '../../../vault/domain/keys/rotate-term.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { watchKeys } from '../../../vault/background/watches.ts';
import { openVaultOn, rootKeyIn } from '../support/edit-database.ts';
import { openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';

const actor = { accountId: 'acc_test', actorId: 'vault', actorRole: 'vault', requestId: 'test' } as const;
const newRoot = rootKeyOf(randomBytes(32));
let test: TestVault;
let other: Vault;
let key: string;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('old', 'not-a-real-key', ['A']);
  key = await test.issue('agent', { agentId: 'A' });
  other = await openVaultOn(test.vault.storage, rootKeyIn(test.directory));
});
afterEach(() => test.close());

async function finish(steps: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of steps);
}
const read = () => test.send({ url: valueUrl('A', 'old'), key });

describe('a process whose root key another process has replaced', () => {
  it('continues with its own keys, and says once that it has to be restarted', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const warn = vi.fn();
    const unwrap = vi.spyOn(test.vault.seal.rootKey, 'unwrap');
    const stop = watchKeys(test.vault, { info: vi.fn(), warn });
    await finish(rotateRootKey(other, actor, newRoot));
    const look = vi.spyOn(test.vault.storage, 'look');
    for (let count = 1; count <= 3; count += 1) {
      vi.advanceTimersByTime(5_000);
      expect(look).toHaveBeenCalledTimes(count);
      await look.mock.results.at(-1)?.value;
      await vi.waitUntil(() => unwrap.mock.settledResults.length > 0, { timeout: 20_000 });
      await new Promise((resolve) => setImmediate(resolve));
    }
    stop();
    vi.useRealTimers();
    expect(warn.mock.calls).toEqual([[{}, 'the root key was replaced: restart with the new one']]);
    expect(await read()).toMatchObject({ status: 200 });
  });

  it('informs its operator', async () => {
    await finish(rotateRootKey(other, actor, newRoot));
    await refreshKeys(test.vault);
    const operated = {
      vault: test.vault,
      rootKeyKind: () => 'file',
      signNow: async () => {},
      keepAdminKey: () => '',
      nextRootKey: () => ({ rootKey: newRoot, adopt: () => newRoot }),
      settleMilliseconds: 0,
    };
    const answers: ControlAnswer[] = [];
    const { signal } = new AbortController();
    for await (const answer of perform(operated, { do: 'status' }, signal)) answers.push(answer);
    const [answer] = answers;
    if (answer?.is !== 'status') throw new Error('It told no status');
    expect(answer.status).toMatchObject({ state: 'open' });
    expect(statusText(answer.status, '2026-01-01T00:00:00Z')).toContain(
      'The root key was replaced. Restart this vault with the new one.',
    );
  });

  it('refuses data written under keys that it cannot open, and says why', async () => {
    await finish(rotateRootKey(other, actor, newRoot));
    await finish(rotateTerm(other, actor));
    expect(await read()).toMatchObject({
      status: 503,
      json: { code: 'Sealed', detail: expect.stringContaining('root key was replaced') as string },
    });
  });

  it('is not the process that replaced it', async () => {
    await finish(rotateRootKey(other, actor, newRoot));
    await refreshKeys(other);
    expect(other.seal.rootReplaced).toBe(false);
    await finish(rotateTerm(other, actor));
    expect((await openVaultOn(test.vault.storage, newRoot)).seal.reason).toBeUndefined();
  });

  it('uses its root key only once: a passphrase costs a second each time', async () => {
    await finish(rotateRootKey(other, actor, newRoot));
    const { rootKey } = test.vault.seal;
    const unwrap = vi.spyOn(rootKey, 'unwrap');
    for (let look = 0; look < 3; look += 1) expect(await refreshKeys(test.vault)).toBe(false);
    expect(unwrap).toHaveBeenCalledTimes(1);
  });
});
