import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordDecision } from '../../../vault/domain/audit/audit.ts';
import { authenticate } from '../../../vault/domain/authentication/authenticate.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import {
  type Checkpoint,
  type CheckpointSink,
  decodeCheckpoint,
  encodeCheckpoint,
  makeCheckpoint,
} from '../../../vault/domain/audit/checkpoints.ts';
import { refuseRollback } from '../../../vault/domain/audit/rollback.ts';
import { ProblemError } from '../../../vault/errors/errors.ts';
import { openTestVault, secretUrl, type TestVault } from '../support/test-vault.ts';
import { editDatabase, reopenVault } from '../support/edit-database.ts';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('one', 'not-a-real-key', ['A']);
});
afterEach(() => test.close());

function sinkOf(...lines: readonly string[]): CheckpointSink {
  return {
    where: 'in its file',
    append: () => Promise.resolve(),
    async *lines() {
      yield* lines;
    },
    last: async () => lines.at(-1),
  };
}

async function checkpoint(): Promise<Checkpoint> {
  const made = await makeCheckpoint(test.vault);
  if (!made) throw new Error('Nothing was signed');
  return made;
}

async function* listOf(...checkpoints: readonly Checkpoint[]): AsyncGenerator<Checkpoint> {
  yield* checkpoints;
}

const verifyWith = (...outside: readonly Checkpoint[]) =>
  verifyAuditChain(test.vault, { outside: listOf(...outside) });
const start = (line: string) => refuseRollback(test.vault.storage, test.vault.keyring, sinkOf(line));

describe('a checkpoint', () => {
  it('signs the end of the log, as its own entry, and only when there are new entries', async () => {
    const first = await checkpoint();
    expect(await makeCheckpoint(test.vault)).toBeUndefined();
    const [entry] = await test.vault.storage.auditAfter(first.seq - 1, 10);
    expect(entry).toMatchObject({ action: 'audit.checkpoint', actorId: 'vault', mac: first.mac });
    await test.send({ url: secretUrl('one', '/access'), key: test.adminKey });
    expect((await checkpoint()).seq).toBe(first.seq + 2);
    expect(await verifyWith(first)).toMatchObject({ checkpoints: 3, fault: undefined });
  });

  it('can be verified with the public key', async () => {
    const { checkpoints } = test.vault.keyring;
    expect(checkpoints.publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect(decodeCheckpoint(encodeCheckpoint(await checkpoint()))?.keyId).toBe(checkpoints.keyId);
  });

  it('lets its own vault start, even if the log has grown since', async () => {
    const line = encodeCheckpoint(await checkpoint());
    await expect(start(line)).resolves.toBeUndefined();
    await test.addSecret('two', 'not-a-real-key', []);
    await expect(start(line)).resolves.toBeUndefined();
  });

  it('does not count when any byte of it was changed', async () => {
    const line = encodeCheckpoint(await checkpoint());
    for (let index = 0; index < line.length; index += 1) {
      const changed = Buffer.from(line, 'latin1');
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      const text = changed.toString('latin1');
      await expect(start(text), text).rejects.toThrow('was not signed by this vault');
    }
  });
});

describe('a log that was truncated, with every trace in the database', () => {
  it('is found at the start and by verification', async () => {
    const known = await checkpoint();
    const cut = `delete from audit where seq >= ${String(known.seq)}; delete from checkpoints`;
    editDatabase(test.directory, cut);
    await expect(start(encodeCheckpoint(known))).rejects.toThrow(
      `The audit log ends before entry ${String(known.seq)}`,
    );
    expect(await verifyWith()).toMatchObject({ fault: undefined });
    expect(await verifyWith(known)).toMatchObject({ fault: { seq: known.seq, what: 'cut' } });
  });

  it('is detected when it continued after the cut, as another log', async () => {
    const known = await checkpoint();
    const { keyring } = test.vault;
    const caller = await authenticate(test.vault, test.adminKey, 'request-1');
    await test.vault.storage.close();
    const cut = `delete from audit where seq >= ${String(known.seq - 1)}; delete from checkpoints`;
    editDatabase(test.directory, cut);
    const vault = await reopenVault(test.directory);
    for (let count = 0; count < 4; count += 1) {
      await recordDecision(vault, caller, { action: 'token.use' }, new ProblemError('Forbidden', 'No.'));
    }
    const line = encodeCheckpoint(known);
    await expect(refuseRollback(vault.storage, keyring, sinkOf(line))).rejects.toThrow(
      'is not the one that was signed',
    );
    expect(await verifyAuditChain(vault, { outside: listOf(known) })).toMatchObject({
      fault: { seq: known.seq, what: 'rewritten' },
    });
    await vault.storage.close();
  });
});
