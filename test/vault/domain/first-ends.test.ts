import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../vault/app.ts';
import { withTokenMac } from '../../../vault/domain/rows/token-mac.ts';
import { type RowFault, verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import type { TokenRecord } from '../../../vault/storage/records.ts';
import { editDatabase, reopenVault } from '../support/edit-database.ts';
import { startSession } from '../support/session.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let reopened: Vault | undefined;
let ended: string;
let live: string;
/** The session that signed out, in its previous state. */
let copy: TokenRecord | undefined;
beforeEach(async () => {
  test = await openTestVault();
  [ended, live] = [await startSession(test, 'admin', 9), await startSession(test, 'author', 9)];
  const { storage, keyring, now } = test.vault;
  const id = await idOf(ended);
  copy = await storage.look((view) => view.findTokenById(test.accountId, id));
  // As in a vault that recorded no ends: only the row shows that the session signed out.
  await storage.transact(async (tx) => {
    const token = await tx.findTokenById(test.accountId, id);
    if (!token) throw new Error('There is no session');
    await tx.updateToken(withTokenMac(keyring, { ...token, revokedAt: now().toISOString() }));
  });
  await test.release();
  editDatabase(
    test.directory,
    `delete from ended; delete from audit where action in ('credentials.seal', 'token.issue')`,
  );
});
afterEach(async () => {
  await reopened?.storage.close();
  rmSync(test.directory, { recursive: true });
});

const idOf = async (key: string) => ((await test.send({ url: '/v1/me', key })).json as { id: string }).id;

async function open(): Promise<Vault> {
  await reopened?.storage.close();
  return (reopened = await reopenVault(test.directory));
}

async function me(vault: Vault, key: string): Promise<number> {
  const app = await createApp({ vault, logger: pino({ level: 'silent' }), hosts: [] });
  return (await app.inject({ url: '/v1/me', headers: { 'x-api-key': key } })).statusCode;
}

async function faults(vault: Vault): Promise<readonly RowFault[]> {
  const found: RowFault[] = [];
  for await (const fault of verifyRows(vault)) found.push(fault);
  return found;
}

const seals = async (vault: Vault) =>
  (await vault.storage.auditAfter(0, 1000))
    .filter(({ action }) => action === 'credentials.seal')
    .map(({ decision }) => decision);

describe('a vault from before ends were recorded', () => {
  it('opens, verifies, and knows every credential from then on', async () => {
    const vault = await open();
    expect([await me(vault, ended), await me(vault, live)]).toEqual([401, 200]);
    expect(await faults(vault)).toEqual([]);
    expect(await seals(vault)).toEqual(['allowed']);
    expect(await seals(await open())).toEqual(['allowed']);
  });

  it('refuses a session that signed out earlier and is put back now', async () => {
    const vault = await open();
    const old = copy;
    if (!old) throw new Error('There is no copy');
    await vault.storage.transact((tx) => tx.updateToken(old));
    expect(await me(vault, ended)).toBe(500);
    expect(await faults(vault)).toEqual([{ row: 'token', id: old.id, what: 'older' }]);
  });

  it('does not import again when the marker of the import was removed', async () => {
    await open();
    await reopened?.storage.close();
    editDatabase(test.directory, `delete from ended`);
    const vault = await open();
    expect(await seals(vault)).toEqual(['allowed', 'failed']);
    expect(await faults(vault)).toMatchObject([{ row: 'end', what: 'lost' }]);
  });
});
