import { createHook } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordDecision } from '../../../vault/domain/audit/audit.ts';
import { AuditVerification } from '../../../vault/domain/audit/audit-log.ts';
import { makeCheckpoint } from '../../../vault/domain/audit/checkpoints.ts';
import { authenticate } from '../../../vault/domain/authentication/authenticate.ts';
import type { Caller } from '../../../vault/domain/callers/caller.ts';
import { ProblemError } from '../../../vault/errors/errors.ts';
import { addOtherAccount, openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let caller: Caller;
beforeEach(async () => {
  test = await openTestVault();
  caller = await authenticate(test.vault, test.adminKey, 'request', '127.0.0.1');
});
afterEach(() => test.close());

/** Entries read between two pauses for requests, at most; and how often the log was begun. */
function watchReading() {
  const { storage } = test.vault;
  const read = storage.auditAfter.bind(storage);
  const seen = { mostBeforePause: 0, walks: 0 };
  let rows = 0;
  Object.assign(storage, {
    auditAfter: async (seq: number, limit: number) => {
      const entries = await read(seq, limit);
      if (seq === 0) seen.walks += 1;
      rows += entries.length;
      seen.mostBeforePause = Math.max(seen.mostBeforePause, rows);
      return entries;
    },
  });
  // A pause is a timer: counted when it is set, since on a busy machine several end in the same turn.
  const pauses = createHook({
    init: (_, type) => {
      if (type === 'Timeout') rows = 0;
    },
  }).enable();
  return { seen, stop: () => pauses.disable() };
}

async function fillLog(entries: number): Promise<void> {
  const refusal = new ProblemError('NotFound', 'Not there.');
  const all = Array.from({ length: entries }, () =>
    recordDecision(test.vault, caller, { action: 'value.read' }, refusal),
  );
  await Promise.all(all);
}

describe('verifying the audit log', () => {
  it('lets requests go first after every 50 entries', async () => {
    await fillLog(2_000);
    const { seen, stop } = watchReading();
    const verdict = await new AuditVerification(() => 0).verify(test.vault, caller);
    stop();
    expect(verdict).toMatchObject({ intact: true });
    expect(verdict.entries).toBeGreaterThan(2_000);
    expect(seen.mostBeforePause).toBeLessThanOrEqual(50);
  });

  it('lets requests go first after every few checkpoints', async () => {
    for (let count = 0; count < 60; count += 1) {
      await fillLog(1);
      await makeCheckpoint(test.vault);
    }
    const { seen, stop } = watchReading();
    const verdict = await new AuditVerification(() => 0).verify(test.vault, caller);
    stop();
    expect(verdict).toMatchObject({ intact: true, checkpoints: 60 });
    expect(seen.mostBeforePause).toBeLessThanOrEqual(50);
  });

  it('runs once for all simultaneous requests', async () => {
    await fillLog(200);
    const { seen, stop } = watchReading();
    const verification = new AuditVerification(() => 0);
    const verdicts = await Promise.all([1, 2, 3].map(() => verification.verify(test.vault, caller)));
    stop();
    expect(new Set(verdicts.map(({ entries }) => entries)).size).toBe(1);
    expect(seen.walks).toBe(1);
  });

  it('makes the account that began it wait in proportion, and no other', async () => {
    await addOtherAccount(test);
    const otherKey = await test.issue('admin', { accountId: 'acc_other' });
    const other = await authenticate(test.vault, otherKey, 'request', '127.0.0.1');
    let time = 0;
    const verification = new AuditVerification(() => (time += 1_000));
    await verification.verify(test.vault, caller);
    const again = verification.verify(test.vault, caller);
    await expect(again).rejects.toMatchObject({ code: 'TooManyRequests', retryAfter: 2 });
    await expect(verification.verify(test.vault, other)).resolves.toMatchObject({ intact: true });
    time += 3_000;
    await expect(verification.verify(test.vault, caller)).resolves.toMatchObject({ intact: true });
  });
});
