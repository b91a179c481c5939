import type { SandboxSessionRecord, TokenRecord, UserRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { eachOf } from '../input/pages.ts';
import type { Vault } from '../context/vault.ts';
import { verifySession, verifyToken, withSessionMac, withTokenMac } from '../rows/row-macs.ts';

/**
 * Issues and ends credentials: tokens, including those issued by sign-ins, and sandbox sessions. The log has
 * an entry with the id for the issue and for the end of each credential, and an end record outlives the row.
 */

/** Prefix of the ids of tokens issued by a sign-in; all others were issued by an admin or the operator. */
export const sessionPrefix = 'ses';

export function isSession({ id, userId }: Pick<TokenRecord, 'id' | 'userId'>): boolean {
  return id.startsWith(`${sessionPrefix}_`) && userId !== null;
}

/** Stores a new token and its audit entry. */
export async function storeToken(
  vault: Vault,
  tx: Transaction,
  actor: Actor,
  token: TokenRecord,
): Promise<void> {
  await tx.insertToken(token);
  await tx.appendEvent(token.accountId, { type: 'people-changed' });
  await appendEntry(vault, tx, actor, subjectOf('token.issue', token), undefined);
}

/** Ends a token; the caller must add the entry. False if it was already revoked. @throws IntegrityError */
export async function endToken(vault: Vault, tx: Transaction, token: TokenRecord): Promise<boolean> {
  // Verify first: a new MAC would make edited content valid.
  verifyToken(vault.keyring, token);
  if (token.revokedAt !== null) return false;
  const { id, accountId, expiresAt } = token;
  const revokedAt = vault.now().toISOString();
  await tx.updateToken(withTokenMac(vault.keyring, { ...token, revokedAt }));
  await tx.insertEnd({ id, accountId, endedAt: revokedAt, expiresAt });
  return true;
}

/** Like {@link endToken}, for a sandbox session. @throws IntegrityError */
export async function endSandboxSession(
  vault: Vault,
  tx: Transaction,
  session: SandboxSessionRecord,
): Promise<boolean> {
  verifySession(vault.keyring, session);
  if (session.revokedAt !== null) return false;
  const { id, accountId, expiresAt } = session;
  const revokedAt = vault.now().toISOString();
  await tx.updateSession(withSessionMac(vault.keyring, { ...session, revokedAt }));
  await tx.insertEnd({ id, accountId, endedAt: revokedAt, expiresAt });
  return true;
}

/**
 * Ends those of the given tokens that were not revoked yet, each with its own entry. Expired ones are
 * included: if the clock is ahead, they would become valid again once it is corrected. Resolves to how many
 * were valid until now.
 * @throws IntegrityError
 */
export async function endTokens(
  vault: Vault,
  tx: Transaction,
  actor: Actor,
  tokens: AsyncIterable<TokenRecord> | Iterable<TokenRecord>,
): Promise<number> {
  let ended = 0;
  for await (const token of tokens) {
    if (token.revokedAt !== null) continue;
    await endToken(vault, tx, token);
    await appendEntry(vault, tx, actor, subjectOf('token.revoke', token), undefined);
    if (counts(vault, token)) ended += 1;
  }
  return ended;
}

/** Like {@link endTokens}, for sandbox sessions. @throws IntegrityError */
export async function endSandboxSessions(
  vault: Vault,
  tx: Transaction,
  actor: Actor,
  sessions: AsyncIterable<SandboxSessionRecord> | Iterable<SandboxSessionRecord>,
): Promise<number> {
  let ended = 0;
  for await (const session of sessions) {
    if (session.revokedAt !== null) continue;
    await endSandboxSession(vault, tx, session);
    await appendEntry(vault, tx, actor, { action: 'sandbox.end', targetId: session.id }, undefined);
    if (counts(vault, session)) ended += 1;
  }
  return ended;
}

/**
 * Which credentials end. `sessions`: all sign-ins of the person. `everything`: also the keys that others
 * issued to them.
 */
export type PersonalEnd = 'sessions' | 'everything';

/**
 * Ends a person's credentials and all their sandboxes; resolves to how many credentials were valid until now.
 */
export async function endAllOf(
  vault: Vault,
  tx: Transaction,
  actor: Actor,
  { id: userId, accountId }: Pick<UserRecord, 'accountId' | 'id'>,
  what: PersonalEnd,
): Promise<number> {
  const all = eachOf((page) => tx.listTokens(accountId, page, { userId }));
  const tokens = what === 'everything' ? all : where(all, isSession);
  const ended = await endTokens(vault, tx, actor, tokens);
  const sandboxes = eachOf((page) => tx.listSessions(userId, page));
  return ended + (await endSandboxSessions(vault, tx, actor, sandboxes));
}

/** Whether a credential is neither revoked nor expired. */
function counts(
  { now }: Pick<Vault, 'now'>,
  { revokedAt, expiresAt }: Pick<TokenRecord, 'expiresAt' | 'revokedAt'>,
): boolean {
  return revokedAt === null && Date.parse(expiresAt) > now().getTime();
}

async function* where<T>(all: AsyncIterable<T>, isWanted: (one: T) => boolean): AsyncGenerator<T> {
  for await (const one of all) if (isWanted(one)) yield one;
}

function subjectOf(action: 'token.issue' | 'token.revoke', { id, agentId }: TokenRecord): AuditSubject {
  return { action, targetId: id, ...(agentId !== null && { agentId }) };
}
