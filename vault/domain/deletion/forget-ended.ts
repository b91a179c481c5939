import type { Transaction } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import { isWhole } from '../rows/is-whole.ts';
import { Pace } from '../context/pace.ts';
import type { Vault } from '../context/vault.ts';
import { verifySession, verifyToken } from '../rows/row-macs.ts';

const day = 86_400_000;
/**
 * How long tokens stay listed after their end, and how long end records are kept after the credential's
 * expiry. Setting the clock back by less than this makes no credential valid again.
 */
export const keptMilliseconds = 30 * day;
/** Credentials processed per transaction; each transaction blocks others. */
const batch = 50;

/**
 * Removes tokens a month after their end, sandbox sessions once they have expired, and end records that no
 * longer protect anything. A credential that simply expired gets an entry, so that the log also has its end.
 * Skips edited rows, which `verify` reports. Resolves to the number of credentials removed.
 */
export async function forgetEnded(vault: Vault): Promise<number> {
  const pace = new Pace();
  let removed = 0;
  for (const step of [forgetTokens, forgetSessions]) {
    const edited = new Set<string>();
    for (;;) {
      const some = await vault.storage.transact((tx) => step(vault, tx, edited));
      if (some === 0) break;
      removed += some;
      await pace.worked(some);
    }
  }
  const longAgo = beforeNow(vault, keptMilliseconds);
  for (;;) {
    const some = await vault.storage.transact((tx) => tx.removeEnds(longAgo, batch));
    if (some === 0) return removed;
    await pace.worked(some);
  }
}

async function forgetTokens(vault: Vault, tx: Transaction, edited: Set<string>): Promise<number> {
  const ends = { from: '', before: beforeNow(vault, keptMilliseconds) };
  let removed = 0;
  for (const token of await tx.tokensEnding(ends, batch + edited.size)) {
    const { id, accountId, revokedAt } = token;
    if (edited.has(id)) continue;
    if (!isWhole(() => verifyToken(vault.keyring, token))) edited.add(id);
    else {
      await tx.deleteToken(id);
      if (revokedAt === null) await leaveEntry(vault, tx, 'token.expire', accountId, id);
      removed += 1;
    }
  }
  return removed;
}

async function forgetSessions(vault: Vault, tx: Transaction, edited: Set<string>): Promise<number> {
  let removed = 0;
  for (const session of await tx.expiredSessions(beforeNow(vault, 0), batch + edited.size)) {
    const { id, accountId, revokedAt } = session;
    if (edited.has(id)) continue;
    if (!isWhole(() => verifySession(vault.keyring, session))) edited.add(id);
    else {
      await tx.deleteSession(id);
      if (revokedAt === null) await leaveEntry(vault, tx, 'sandbox.expire', accountId, id);
      removed += 1;
    }
  }
  return removed;
}

function leaveEntry(
  vault: Vault,
  tx: Transaction,
  action: 'sandbox.expire' | 'token.expire',
  accountId: string,
  targetId: string,
): Promise<void> {
  const actor: Actor = { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'expire' };
  return appendEntry(vault, tx, actor, { action, targetId }, undefined);
}

function beforeNow({ now }: Vault, milliseconds: number): string {
  return new Date(now().getTime() - milliseconds).toISOString();
}
