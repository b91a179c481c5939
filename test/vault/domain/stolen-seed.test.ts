import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Keyring } from '../../../vault/crypto/index.ts';
import { withRequestMac } from '../../../vault/domain/rows/request-mac.ts';
import { withAccountMac, withAgentMac } from '../../../vault/domain/rows/account-mac.ts';
import { appendEntry } from '../../../vault/domain/audit/audit.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import {
  type Checkpoint,
  encodeCheckpoint,
  makeCheckpoint,
} from '../../../vault/domain/audit/checkpoints.ts';
import { refuseRollback } from '../../../vault/domain/audit/rollback.ts';
import { withEnvironmentMac } from '../../../vault/domain/rows/environment-mac.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import { rotateSeed } from '../../../vault/domain/keys/rotate-seed.ts';
import { createToken } from '../../../vault/domain/people/tokens.ts';
import { withUserMac } from '../../../vault/domain/rows/user-mac.ts';
import { withSecretMac } from '../../../vault/domain/rows/secret-mac.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import type { Transaction } from '../../../vault/storage/storage.ts';
import { editDatabase, rootKeyIn } from '../support/edit-database.ts';
import { keyringOf, stealKeys } from '../support/stolen-keys.ts';
import { openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';

/**
 * An attacker has a copy of the database with its root key from before the seed was replaced, and can write
 * to the database. Their actions are built from their keys with the vault's own code.
 */
const actor = { accountId: 'acc_test', actorId: 'operator', actorRole: 'vault', requestId: 'test' } as const;
const page = { after: undefined, limit: 100 };
let test: TestVault;
let stolen: Keyring;
let otherKey: string;
let personId: string;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('one', 'not-a-real-key', ['A']);
  otherKey = await test.issue('agent', { agentId: 'B' });
  personId = await test.addUser('author');
  const personKey = await test.issue('author', { userId: personId });
  const own = { method: 'POST', key: personKey } as const;
  await test.send({ ...own, url: '/v1/me/environment', body: { name: 'X', value: 'y' } });
  const body = { secretName: 'one', reason: 'Because' };
  await test.send({ ...own, url: '/v1/agents/B/access-requests', body });
  await makeCheckpoint(test.vault);
  stolen = keyringOf(await stealKeys(test.vault.storage, rootKeyIn(test.directory)));
});
afterEach(() => test.close());

async function rotate(): Promise<void> {
  for await (const { damaged } of rotateSeed(test.vault, actor)) expect(damaged).toBe(0);
}

async function faults(): Promise<readonly unknown[]> {
  const list: unknown[] = [];
  for await (const { row, what } of verifyRows(test.vault)) list.push(`${row} ${what}`);
  return list;
}

/** Writes as the vault does, but with the stolen keys. */
const forge = (work: (tx: Transaction) => Promise<void>) => test.vault.storage.transact(work);
const forger = () => ({ ...test.vault, keyring: stolen });

const forgeries: Readonly<Record<string, (tx: Transaction) => Promise<void>>> = {
  async 'secret edited'(tx) {
    const secret = await tx.findSecret('acc_test', 'one');
    if (!secret) throw new Error('There is no secret');
    const access = { ...secret.access, agentIds: ['A', 'B'] };
    await tx.updateSecret(withSecretMac(stolen, { ...secret, access }));
  },
  async 'user edited'(tx) {
    const user = await tx.findUser('acc_test', personId);
    if (user) await tx.updateUser(withUserMac(stolen, { ...user, role: 'admin' }));
  },
  async 'account edited'(tx) {
    const account = await tx.findAccount('acc_test');
    if (account) await tx.updateAccount(withAccountMac(stolen, { ...account, name: 'Mine' }));
  },
  async 'agent edited'(tx) {
    const agent = await tx.findAgent('acc_test', 'B');
    if (agent) await tx.updateAgent(withAgentMac(stolen, { ...agent, agentName: 'Mine' }));
  },
  async 'request edited'(tx) {
    const [request] = await tx.listAccessRequests('acc_test', page);
    if (request) await tx.updateAccessRequest(withRequestMac(stolen, { ...request, agentId: 'A' }));
  },
  async 'environment edited'(tx) {
    const [variable] = await tx.listEnvironment(personId, page);
    if (variable)
      await tx.updateEnvironmentSecret(withEnvironmentMac(stolen, { ...variable, description: 'Mine' }));
  },
};

describe.each(Object.entries(forgeries))('with a stolen seed: %s', (fault, work) => {
  it('is not detected before the seed is replaced', async () => {
    await forge(work);
    expect(await faults()).toEqual([]);
  });

  it('is detected once the seed was replaced', async () => {
    await rotate();
    await forge(work);
    expect(await faults()).toContain(fault);
  });
});

describe('a stolen seed', () => {
  it('gives no access once it was replaced', async () => {
    await rotate();
    await forge(forgeries['secret edited'] ?? (async () => {}));
    const answer = await test.send({ url: valueUrl('B', 'one'), key: otherKey });
    expect(answer.status).toBe(500);
  });

  it('creates no valid token once it was replaced', async () => {
    const fields = { accountId: 'acc_test', name: 'Mine', role: 'admin', agentId: null } as const;
    const expiresAt = new Date(test.vault.now().getTime() + 1e9).toISOString();
    const make = () => createToken(forger(), { ...fields, expiresAt, issuedBy: null });
    const before = make();
    await forge((tx) => tx.insertToken(before.record));
    expect(await test.send({ url: '/v1/me', key: before.token })).toMatchObject({ status: 200 });
    await rotate();
    const after = make();
    await forge((tx) => tx.insertToken({ ...after.record, id: 'tok_forged' }));
    expect((await test.send({ url: '/v1/me', key: after.token })).status).toBe(500);
    expect(await faults()).toContain('token edited');
  });

  it('adds nothing to the audit log once it was replaced', async () => {
    await rotate();
    await forge(async (tx) => {
      await tx.appendAudit((head) => {
        let made: ReturnType<Parameters<typeof tx.appendAudit>[0]> | undefined;
        // As if the log still ended under the stolen seed.
        void appendEntry(
          forger(),
          { appendAudit: async (seal) => void (made = seal({ ...head, mac: head.mac.subarray(-32) })) },
          actor,
          { action: 'audit.list' },
          undefined,
        );
        if (!made) throw new Error('Nothing was made');
        return made;
      });
    });
    expect((await verifyAuditChain(test.vault)).fault).toMatchObject({ what: 'edited' });
  });

  it('cannot end the log before the entry that began the new seed, and continue from there', async () => {
    const before = await test.vault.storage.auditAfter(0, 1000);
    await rotate();
    cutAfter(before.length);
    // A process with the end of the log in memory would refuse to write.
    const storage = openSqliteStorage(join(test.directory, 'vault.db'));
    const verdict = () => verifyAuditChain({ ...test.vault, storage });
    expect((await verdict()).fault).toEqual({ seq: before.length + 1, what: 'cut' });
    for (const subject of [{ action: 'audit.list' }, { action: 'keys.begin-seed', version: 1 }] as const) {
      await storage.transact((tx) => appendEntry(forger(), tx, actor, subject, undefined));
      expect((await verdict()).fault).toMatchObject({ what: 'cut' });
    }
    await storage.close();
  });

  it('signs no valid checkpoint for what was written since', async () => {
    await rotate();
    const known = await makeCheckpoint(test.vault);
    if (!known) throw new Error('Nothing was signed');
    const content = [known.seq, known.mac.toString('base64'), known.at];
    const signature = stolen.checkpoints.sign(stolen.checkpoints.statement(content));
    const forged: Checkpoint = { ...known, keyId: stolen.checkpoints.keyId, signature };
    const outside = async function* () {
      yield forged;
    };
    expect(await verifyAuditChain(test.vault, { outside: outside() })).toMatchObject({
      fault: { seq: known.seq, what: 'checkpoint' },
    });
  });
});

describe('a copy of the database from before the seed was replaced', () => {
  it('is refused where checkpoints are stored outside, and says why', async () => {
    await rotate();
    const known = await makeCheckpoint(test.vault);
    const line = known ? encodeCheckpoint(known) : '';
    const sink = {
      where: 'in its file',
      append: async () => {},
      async *lines() {
        yield line;
      },
      last: async () => line,
    } as const;
    await expect(refuseRollback(test.vault.storage, stolen, sink)).rejects.toThrow(
      'from before the seed was replaced',
    );
    await expect(refuseRollback(test.vault.storage, test.vault.keyring, sink)).resolves.toBeUndefined();
  });
});

function cutAfter(seq: number): void {
  const later = `delete from audit_groups where last > ${String(seq)}`;
  editDatabase(test.directory, `${later}; delete from checkpoints where seq > ${String(seq)}`);
}
