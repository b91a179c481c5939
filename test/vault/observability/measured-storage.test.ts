import { beforeEach, expect, it } from 'vitest';
import { MeasuredStorage } from '../../../vault/observability/measured-storage.ts';
import { ProblemError } from '../../../vault/errors/errors.ts';
import { StorageError } from '../../../vault/storage/storage.ts';
import { openMemoryStorage } from '../support/memory/index.ts';

let storage: MeasuredStorage;
beforeEach(() => {
  storage = new MeasuredStorage(openMemoryStorage());
});

const broken = () => Promise.reject(new StorageError('The disk is full'));
const countOf = (kind: string): number => {
  const start = `agent_secrets_vault_commit_seconds_count{kind="${kind}"} `;
  return Number(
    storage.commits
      .render()
      .find((line) => line.startsWith(start))
      ?.slice(start.length),
  );
};

it('a storage counts as unreachable from its first failure until its next success', async () => {
  expect(storage.isUp).toBe(true);
  await expect(storage.transact(broken)).rejects.toThrow('The disk is full');
  expect(storage.isUp).toBe(false);
  await storage.ping();
  expect(storage.isUp).toBe(true);
  await expect(storage.look(broken)).rejects.toThrow('The disk is full');
  expect(storage.isUp).toBe(false);
});

it('a refusal says nothing about the disk', async () => {
  const refuse = () => Promise.reject(new ProblemError('NameTaken', 'The name is taken.'));
  await expect(storage.transact(refuse)).rejects.toThrow('The name is taken.');
  expect(storage.isUp).toBe(true);
});

it('the time of each durable transaction is counted, changes and reads separately', async () => {
  await storage.transact(async () => undefined);
  await storage.transactReading(async () => undefined);
  await storage.transactReading(async () => undefined);
  await expect(storage.transact(broken)).rejects.toThrow('The disk is full');
  expect([countOf('change'), countOf('read')]).toEqual([1, 2]);
});
