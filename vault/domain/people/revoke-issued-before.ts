import type { RevokedCredentials, RevokeIssuedBefore } from '../../../contracts/vault-api/identity.ts';
import type { SandboxSessionRecord, TokenRecord } from '../../storage/records.ts';
import type { Transaction, View } from '../../storage/storage.ts';
import { actorOf, audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { Pace } from '../context/pace.ts';
import { eachOf } from '../input/pages.ts';
import { isLongExpired } from './identity-tokens.ts';
import type { Vault } from '../context/vault.ts';
import { endSandboxSessions, endTokens, isSession } from './credentials.ts';

/** Credentials per transaction; each transaction blocks others. */
const batch = 100;
/** Cost of ending a credential, in units of a {@link Pace}. */
const unitsPerEnd = 5;

/**
 * Ends every token, sign-in and sandbox session of the account that was issued before the given time, each
 * with its own entry; the caller's key is exempt. Expired ones are included, because the clock may be ahead.
 * They end in batches; repeating an interrupted request resumes it.
 * @throws IntegrityError at an edited row; the credentials before it have already ended
 */
export async function revokeIssuedBefore(
  vault: Vault,
  caller: Caller,
  { issuedBefore, dryRun = false }: RevokeIssuedBefore,
): Promise<RevokedCredentials> {
  const before = new Date(issuedBefore).toISOString();
  const found = await auditedLook(vault, caller, 'token.list', (view) =>
    issuedBeforeOf(vault, view, caller, before),
  );
  const { tokens, sandboxes, keptOwn } = found;
  if (!dryRun) {
    const pace = new Pace();
    for (const some of inBatches(tokens.map(({ id }) => id))) {
      await inOneStep(vault, caller, async (tx) => {
        await endTokens(vault, tx, actorOf(caller), tokensById(tx, caller, some));
      });
      await pace.worked(some.length * unitsPerEnd);
    }
    const ids = new Set(sandboxes.map(({ id }) => id));
    if (ids.size > 0) {
      await inOneStep(vault, caller, async (tx) => {
        await endSandboxSessions(vault, tx, actorOf(caller), sandboxesOf(tx, caller, ids));
      });
    }
  }
  const signIns = tokens.filter(isSession).length;
  return { tokens: tokens.length - signIns, signIns, sandboxes: sandboxes.length, keptOwn };
}

interface Found {
  readonly tokens: readonly TokenRecord[];
  readonly sandboxes: readonly SandboxSessionRecord[];
  readonly keptOwn: boolean;
}

async function issuedBeforeOf(vault: Vault, view: View, caller: Caller, before: string): Promise<Found> {
  const accountId = caller.account.id;
  const isMeant = (one: SandboxSessionRecord | TokenRecord) =>
    one.createdAt < before && one.revokedAt === null;
  const tokens: TokenRecord[] = [];
  const sandboxes: SandboxSessionRecord[] = [];
  for await (const token of eachOf((page) => view.listTokens(accountId, page)))
    if (isMeant(token) && !isLongExpired(vault, token)) tokens.push(token);
  for await (const one of eachOf((page) => view.sessionsOfAccount(accountId, page)))
    if (isMeant(one)) sandboxes.push(one);
  const others = tokens.filter(({ id }) => id !== caller.id);
  return { tokens: others, sandboxes, keptOwn: others.length < tokens.length };
}

function inOneStep(vault: Vault, caller: Caller, work: (tx: Transaction) => Promise<void>): Promise<void> {
  return audited(vault, caller, 'token.revoke-many', async (tx) => {
    await work(tx);
    await tx.appendEvent(caller.account.id, { type: 'people-changed' });
  });
}

async function* tokensById(
  tx: Transaction,
  { account }: Caller,
  ids: readonly string[],
): AsyncGenerator<TokenRecord> {
  for (const id of ids) {
    const token = await tx.findTokenById(account.id, id);
    if (token) yield token;
  }
}

/** Sandbox sessions last an hour at most, so there are few. */
async function* sandboxesOf(
  tx: Transaction,
  { account }: Caller,
  ids: ReadonlySet<string>,
): AsyncGenerator<SandboxSessionRecord> {
  for await (const one of eachOf((page) => tx.sessionsOfAccount(account.id, page)))
    if (ids.has(one.id)) yield one;
}

function* inBatches(ids: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < ids.length; start += batch) yield ids.slice(start, start + batch);
}
