import { IntegrityError } from '../../crypto/index.ts';
import type { AccountRecord, SandboxSessionRecord, TokenRecord } from '../../storage/records.ts';
import type { Transaction, View } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import { eachOf, looked } from '../input/pages.ts';
import { verifySession, verifyToken } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';
import { isLogPruned } from './first-rows.ts';
import { isWhole } from '../rows/is-whole.ts';

/** The id of a special record, which marks that end records were created for all credentials. */
export const endsAreRecorded = 'vault';
const never = '9999-12-31T23:59:59.999Z';
const batch = 500;
const entriesAtOnce = 1000;

/**
 * For vaults that predate end records: creates them for credentials that have ended, and adds every unexpired
 * token to the log, which used to omit those of sign-ins. From then on, the log contains every credential.
 * Can be stopped and resumed. Runs once: if it is done according to the log but not according to the
 * database, the database was edited.
 */
export async function recordFirstEnds(vault: Vault): Promise<void> {
  const isDone = () => vault.storage.look(async (view) => (await view.endedOf([endsAreRecorded])).length > 0);
  if (await isDone()) return;
  await vault.storage.inTurn(async () => {
    if (!(await isDone())) await recordAll(vault);
  });
}

async function recordAll(vault: Vault): Promise<void> {
  const account = await vault.storage.look((view) => view.firstAccount());
  if (!account) return;
  const wasDone = await endsWereRecorded(vault);
  if (!wasDone) {
    const accounts = eachOf(looked(vault, (view, page) => view.listAccounts(page)));
    for await (const { id } of accounts) await recordAccount(vault, id);
  }
  await vault.storage.transact(async (tx) => {
    const damage = wasDone ? new IntegrityError('a record of ended credentials') : undefined;
    await appendEntry(vault, tx, actorFor(account.id), { action: 'credentials.seal' }, damage);
    const endedAt = vault.now().toISOString();
    await tx.insertEnd({ id: endsAreRecorded, accountId: account.id, endedAt, expiresAt: never });
  });
}

/** Whether end records were created according to the log, regardless of the database. */
export async function endsWereRecorded({ storage }: Vault): Promise<boolean> {
  // Only a vault that has created end records prunes its log.
  if (await isLogPruned(storage)) return true;
  return storage.look(async (view) => {
    const account = await view.firstAccount();
    return account !== undefined && isInLog(view, account);
  });
}

async function isInLog(view: View, { id }: AccountRecord): Promise<boolean> {
  for (let before: number | undefined; ;) {
    const filter = { actions: ['credentials.seal'], decision: 'allowed' } as const;
    const { entries, next } = await view.listAudit(id, { before, limit: entriesAtOnce }, filter);
    if (entries.length > 0) return true;
    if (next === undefined) return false;
    before = next;
  }
}

async function recordAccount(vault: Vault, accountId: string): Promise<void> {
  for (let after: string | undefined; ;) {
    const page = { after, limit: batch };
    const tokens = await vault.storage.transact(async (tx) => {
      const found = await tx.listTokens(accountId, page);
      for (const token of found) await recordToken(vault, tx, token);
      return found;
    });
    if (tokens.length < batch) break;
    after = tokens.at(-1)?.id;
  }
  // Sandbox sessions last an hour at most, so there are few.
  await vault.storage.transact(async (tx) => {
    for await (const session of eachOf((page) => tx.sessionsOfAccount(accountId, page))) {
      await recordSession(vault, tx, session);
    }
  });
}

/** Expired tokens cannot be used, and edited ones are refused. */
async function recordToken(vault: Vault, tx: Transaction, token: TokenRecord): Promise<void> {
  const { id, accountId, expiresAt, revokedAt } = token;
  if (expiresAt <= vault.now().toISOString() || !isWhole(() => verifyToken(vault.keyring, token))) return;
  if (revokedAt !== null) await tx.insertEnd({ id, accountId, endedAt: revokedAt, expiresAt });
  const subject = { action: 'token.seal', targetId: id, revision: revokedAt === null ? 1 : 2 } as const;
  await appendEntry(vault, tx, actorFor(accountId), subject, undefined);
}

/** If a session ended along with all sign-ins of a person, the log has no entry for it. */
async function recordSession(vault: Vault, tx: Transaction, session: SandboxSessionRecord): Promise<void> {
  const { id, accountId, expiresAt, revokedAt } = session;
  if (revokedAt === null || !isWhole(() => verifySession(vault.keyring, session))) return;
  await tx.insertEnd({ id, accountId, endedAt: revokedAt, expiresAt });
  await appendEntry(vault, tx, actorFor(accountId), { action: 'sandbox.end', targetId: id }, undefined);
}

function actorFor(accountId: string): Actor {
  return { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'start' };
}
