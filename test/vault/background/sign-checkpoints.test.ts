import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CheckpointSink, decodeCheckpoint } from '../../../vault/domain/audit/checkpoints.ts';
import { signCheckpoints } from '../../../vault/background/sign-checkpoints.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

const quiet = { error() {} };

/** A file, as far as callers can tell. */
function fileOf(lines: string[]): CheckpointSink {
  return {
    where: 'in its file',
    append: async (line) => void lines.push(line),
    async *lines() {
      yield* lines;
    },
    last: async () => lines.at(-1),
  };
}

/** Accepts checkpoints while it is reachable, and cannot be queried. */
function addressOf(got: string[], network: { isAway: boolean }): CheckpointSink {
  return {
    where: 'at its address',
    append: async (line) => {
      if (network.isAway) throw new Error('The address is away');
      got.push(line);
    },
    async *lines() {},
    last: async () => undefined,
  };
}

async function signed(): Promise<readonly number[]> {
  const checkpoints = await test.vault.storage.look((view) => view.checkpointsAfter(0, 100));
  return checkpoints.map(({ seq }) => seq);
}

const numbers = (lines: readonly string[]) => lines.map((line) => decodeCheckpoint(line)?.seq);

it('the folder has every checkpoint while the address is unreachable, which gets them later', async () => {
  const lines: string[] = [];
  const got: string[] = [];
  const network = { isAway: false };
  const signer = signCheckpoints(test.vault, [fileOf(lines), addressOf(got, network)], quiet);
  await test.addAgents('A');
  await signer.signNow();
  network.isAway = true;
  for (const agent of ['B', 'C', 'D']) {
    await test.addAgents(agent);
    await expect(signer.signNow()).rejects.toThrow('The address is away');
  }
  expect([await signed(), numbers(got)]).toEqual([numbers(lines), numbers(lines).slice(0, 1)]);
  expect(lines).toHaveLength(4);
  network.isAway = false;
  await signer.end();
  expect([lines.length, got]).toEqual([4, lines]);
});

it('the folder gets at the next start what could not be written before', async () => {
  const lines: string[] = [];
  await test.addAgents('A');
  await signCheckpoints(test.vault, [fileOf(lines)], quiet).end();
  const full = { ...fileOf(lines), append: () => Promise.reject(new Error('The disk is full')) };
  await test.addAgents('B');
  await signCheckpoints(test.vault, [full], quiet).end();
  expect(lines).toHaveLength(1);
  await signCheckpoints(test.vault, [fileOf(lines)], quiet).end();
  expect(numbers(lines)).toEqual(await signed());
  expect(lines).toHaveLength(2);
});

it('checkpoints that were moved away are not written again', async () => {
  await test.addAgents('A');
  await signCheckpoints(test.vault, [fileOf([])], quiet).end();
  const lines: string[] = [];
  await test.addAgents('B');
  await signCheckpoints(test.vault, [fileOf(lines)], quiet).end();
  expect(numbers(lines)).toEqual((await signed()).slice(1));
});

it('signatures age while a place accepts none, and while the vault is sealed', async () => {
  const network = { isAway: true };
  const signer = signCheckpoints(test.vault, [addressOf([], network)], quiet);
  await test.addAgents('A');
  const aging = async () => {
    const before = signer.age();
    await signer.signNow().catch(() => undefined);
    return signer.age() >= before;
  };
  expect(await aging()).toBe(true);
  network.isAway = false;
  expect(await aging()).toBe(false);
  test.vault.seal.seal('operator');
  expect(await aging()).toBe(true);
  await signer.end();
});
