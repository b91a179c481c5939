import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundledVaultScript } from '../../support/bundles.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { takeDataDirectory } from '../../../vault/setup/data-directory.ts';
import { newRootKeyIn } from '../../../vault/setup/directory-root-key.ts';
import { rotateRootKey } from '../../../vault/domain/keys/rotate-root.ts';
import { rotateSeed } from '../../../vault/domain/keys/rotate-seed.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { rotateTerm } from '../../../vault/domain/keys/rotate-term.ts';
import { openVaultOn } from '../support/edit-database.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';

const secrets = 200;
const rounds = 8;
/** A whole rotation prints about 22 lines; rounds end in the first, at its end and in a later one. */
const stepsOfRound = (round: number) => 2 + ((round * 11) % 61);
const actor = { accountId: 'acc_test', actorId: 'vault', actorRole: 'vault', requestId: 'test' } as const;
const script = join(import.meta.dirname, '..', 'support', 'rotate-process.mjs');

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  for (let index = 0; index < secrets; index += 1) {
    await test.addSecret(`s${String(index)}`, `not-a-real-${String(index)}`, ['A']);
  }
  await test.release();
});
afterEach(() => rmSync(test.directory, { recursive: true, force: true }));

/** Rotates until it has printed so many lines and is killed; resolves to its output. */
async function rotateAndKill(
  steps: number,
  milliseconds: number,
  what = 'term and root',
): Promise<readonly string[]> {
  const program = await bundledVaultScript(script);
  const child = spawn(process.execPath, ['--no-warnings', program, test.directory, what], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const enough = new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      if (lines.push(line) >= steps) resolve();
    });
  });
  await Promise.race([enough, exited]);
  await sleep(milliseconds);
  child.kill('SIGKILL');
  await exited;
  return lines;
}

it('continues with a new root key file when it was killed before moving the file into place', async () => {
  const former = readFileSync(join(test.directory, 'root.key'));
  const taken = takeDataDirectory(test.directory);
  const vault = await openVaultOn(openSqliteStorage(taken.databasePath), taken.rootKey);
  const next = newRootKeyIn(test.directory);
  for await (const step of rotateRootKey(vault, actor, next.rootKey)) expect(step.of).toBe(2);
  await vault.storage.close();
  taken.release();

  for (const time of ['first', 'second']) {
    const again = takeDataDirectory(test.directory);
    const opened = await openVaultOn(openSqliteStorage(again.databasePath), again.rootKey);
    expect(opened.seal.sentence, time).toBeUndefined();
    expect(existsSync(join(test.directory, 'root.key.new')), time).toBe(false);
    await opened.storage.close();
    again.release();
  }
  // Earlier back-ups open with the former key only.
  expect(readFileSync(join(test.directory, 'root.key.old-1'))).toEqual(former);
  expect(existsSync(join(test.directory, 'root.key.old-2'))).toBe(false);
});

it('loses no value and no key when rotations are killed at any moment', async () => {
  const done: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const lines = await rotateAndKill(stepsOfRound(round), round % 4);
    expect(lines[0]).toBe('ready');
    done.push(...lines);
  }
  expect(done.filter((line) => line === 'adopted').length).toBeGreaterThan(3);

  const taken = takeDataDirectory(test.directory);
  const vault = await openVaultOn(openSqliteStorage(taken.databasePath), taken.rootKey);
  expect(vault.seal.sentence).toBeUndefined();
  let last;
  for await (const step of rotateTerm(vault, actor)) last = step;
  expect(last).toMatchObject({ phase: 'done', damaged: 0 });
  const { keys, values } = await vault.storage.look(async (view) => ({
    keys: await view.keys(),
    values: await Promise.all(
      Array.from({ length: secrets }, (_, index) => view.findReadable('acc_test', `s${String(index)}`)),
    ),
  }));
  expect(keys.filter(({ purpose }) => purpose === 'term')).toHaveLength(1);
  for (const [index, found] of values.entries()) {
    if (!found) throw new Error(`Secret ${String(index)} is lost`);
    const { id: secretId, name, kind, version } = found.secret;
    const place = { accountId: 'acc_test', secretId, name, kind, version };
    expect(vault.keyring.open(place, found.sealed).toString()).toBe(`"not-a-real-${String(index)}"`);
  }
  expect(await verifyAuditChain(vault)).toMatchObject({ fault: undefined });
  expect(existsSync(join(test.directory, 'root.key'))).toBe(true);
  await vault.storage.close();
  taken.release();
});

it('ends with one seed and only valid rows when new seeds are killed at any moment', async () => {
  const done: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const lines = await rotateAndKill(stepsOfRound(round), round % 4, 'seed');
    expect(lines[0]).toBe('ready');
    done.push(...lines);
  }
  expect(done.filter((line) => line === 'done').length).toBeGreaterThan(1);
  expect(done.filter((line) => line === 'renewing').length).toBeGreaterThan(rounds);

  const taken = takeDataDirectory(test.directory);
  const vault = await openVaultOn(openSqliteStorage(taken.databasePath), taken.rootKey);
  expect(vault.seal.sentence).toBeUndefined();
  let last;
  for await (const step of rotateSeed(vault, actor)) last = step;
  expect(last).toMatchObject({ phase: 'done', damaged: 0 });
  const keys = await vault.storage.look((view) => view.keys());
  const { generation } = vault.keyring;
  const termsOf = (wanted: string) =>
    keys.filter(({ purpose }) => purpose === wanted).map(({ term }) => term);
  expect(termsOf('seed')).toEqual([generation]);
  expect(termsOf('kept')).toEqual(Array.from({ length: generation }, (_, index) => index));
  expect(await verifyAuditChain(vault)).toMatchObject({ fault: undefined });
  for await (const fault of verifyRows(vault)) expect(fault).toBeUndefined();
  await vault.storage.close();
  taken.release();
});
