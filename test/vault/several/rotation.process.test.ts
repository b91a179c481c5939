import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { RootKey } from '../../../vault/crypto/index.ts';
import { rootKeyOf } from '../../../vault/crypto/root-key.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { appendEntry } from '../../../vault/domain/audit/audit.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { seedGenerations, wrappedKeys } from '../../../vault/domain/context/read-keys.ts';
import { refreshKeys, withKnownTerms } from '../../../vault/domain/context/refresh-keys.ts';
import { rotateSeed } from '../../../vault/domain/keys/rotate-seed.ts';
import { rotateRootKey } from '../../../vault/domain/keys/rotate-root.ts';
import { rotateTerm } from '../../../vault/domain/keys/rotate-term.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { openPostgresStorage } from '../../../vault/storage/postgres/index.ts';
import { openVaultOn } from '../support/edit-database.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';

/** Vaults with their own keys and connections, as processes have. */
const actor = { accountId: 'acc_test', actorId: 'vault', actorRole: 'vault', requestId: 'test' } as const;
let server: PostgresServer;
let database: string;
let rootKey: RootKey;
const open: Vault[] = [];
beforeAll(async () => {
  server = await startPostgres();
});
beforeEach(async () => {
  database = await server.createDatabase();
  rootKey = rootKeyOf(randomBytes(32));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((vault) => vault.storage.close()));
});
afterAll(() => server.stop());

async function openOne(key = rootKey): Promise<Vault> {
  const vault = await openVaultOn(await openPostgresStorage(database), key);
  open.push(vault);
  return vault;
}

async function finish(steps: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of steps);
}

it('adopts a term that another process started, and opens what that wrote', async () => {
  const [one, two] = [await openOne(), await openOne()];
  await finish(rotateTerm(one, actor));
  expect(two.keyring.term).toBe(1);
  expect(await refreshKeys(two)).toBe(true);
  expect(two.keyring.term).toBe(one.keyring.term);
  const place = { accountId: 'a', secretId: 's', name: 'x', kind: 'single', version: 1 } as const;
  const sealed = one.keyring.seal(place, Buffer.from('not-a-real-key'));
  expect(two.keyring.open(place, sealed).toString()).toBe('not-a-real-key');
});

it('starts one term when several processes rotate concurrently', async () => {
  const vaults = [await openOne(), await openOne(), await openOne()];
  await Promise.all(vaults.map((vault) => finish(rotateTerm(vault, actor, { destroy: false }))));
  const keys = await vaults[0]?.storage.look((view) => view.keys());
  const active = keys?.filter(({ purpose, state }) => purpose === 'term' && state === 'active');
  expect(active).toHaveLength(1);
});

it('notices that another process replaced the root key, and continues with its own keys', async () => {
  const [one, two] = [await openOne(), await openOne()];
  const newRoot = rootKeyOf(randomBytes(32));
  await finish(rotateRootKey(one, actor, newRoot));
  expect([await refreshKeys(two), two.seal.rootReplaced, two.seal.reason]).toEqual([false, true, undefined]);
  expect([await refreshKeys(one), one.seal.rootReplaced]).toEqual([true, false]);
  expect((await openOne(newRoot)).seal.reason).toBeUndefined();
});

it('gives the vault to one of two new root keys when both replace the old one concurrently', async () => {
  const vaults = [await openOne(), await openOne()];
  const roots = [rootKeyOf(randomBytes(32)), rootKeyOf(randomBytes(32))];
  const results = await Promise.allSettled(
    vaults.map((vault, index) => finish(rotateRootKey(vault, actor, roots[index] ?? rootKey))),
  );
  const winner = results.findIndex(({ status }) => status === 'fulfilled');
  const lost = results.find((result) => result.status === 'rejected');
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(String(lost?.reason)).toContain('The root key does not match');

  expect((await openOne()).seal.reason).toBe('wrong');
  expect((await openOne(roots[1 - winner])).seal.reason).toBe('wrong');
  const vault = await openOne(roots[winner]);
  expect(vault.seal.reason).toBeUndefined();
  expect(await verifyAuditChain(vault)).toMatchObject({ fault: undefined });
});

it('writes and reads under a new seed that another process started, from its next request on', async () => {
  const [one, two] = [await openOne(), await openOne()];
  const steps = rotateSeed(one, actor);
  await steps.next();
  expect(two.keyring.generation).toBe(0);
  await withKnownTerms(two, () =>
    two.storage.transact((tx) => appendEntry(two, tx, actor, { action: 'audit.list' }, undefined)),
  );
  expect(two.keyring.generation).toBe(1);
  await finish(steps);
  expect(await verifyAuditChain(two)).toMatchObject({ fault: undefined });
  for await (const fault of verifyRows(two)) expect(fault).toBeUndefined();
  expect(await seedsOf(one)).toEqual([1]);
});

it('starts and ends one seed when several processes replace it concurrently', async () => {
  const vaults = [await openOne(), await openOne(), await openOne()];
  await Promise.all(vaults.map((vault) => finish(rotateSeed(vault, actor))));
  const [vault] = vaults;
  if (!vault) throw new Error('There is no vault');
  await refreshKeys(vault);
  expect(await seedsOf(vault)).toEqual([vault.keyring.generation]);
  expect(await verifyAuditChain(vault)).toMatchObject({ fault: undefined });
  for await (const fault of verifyRows(vault)) expect(fault).toBeUndefined();
});

async function seedsOf({ storage }: Vault): Promise<readonly number[]> {
  return seedGenerations((await wrappedKeys(storage)).keys);
}
