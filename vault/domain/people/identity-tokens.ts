import type { TokenRecord, WorkloadIdentityRecord } from '../../storage/records.ts';
import type { PageRequest, Transaction } from '../../storage/storage.ts';
import type { Actor } from '../audit/audit.ts';
import { isWhole } from '../rows/is-whole.ts';
import { eachOf } from '../input/pages.ts';
import { endTokens } from './credentials.ts';
import { verifyToken } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';

/**
 * The maximum lifetime of a token issued through an identity, plus the day by which a clock can be wrong
 * undetected.
 */
const longestMilliseconds = 25 * 3_600_000;

/**
 * A new id for a token issued through an identity. It contains the identity and the time, and is covered by
 * the row's MAC. All tokens that may still be valid can thus be found, however many have ended.
 */
export function newTokenId(vault: Pick<Vault, 'newId' | 'now'>, identityId: string): string {
  const chance = vault.newId('tok').slice('tok_'.length).slice(-13);
  return startOfIds(identityId) + timeText(vault.now().getTime()) + chance;
}

/** Whether the token was issued when a workload signed in; all others were issued by an admin. */
export function isOfIdentity({ id }: Pick<TokenRecord, 'id'>): boolean {
  return id.startsWith('wid_') && id.includes('.tok_');
}

/**
 * Whether a token expired so long ago that correcting the clock cannot make it valid again. Each sign-in of a
 * workload leaves a token behind, so there are many of them.
 */
export function isLongExpired(vault: Vault, token: Pick<TokenRecord, 'createdAt' | 'id'>): boolean {
  return isOfIdentity(token) && Date.parse(token.createdAt) < oldestThatMayCount(vault);
}

/** Ends every token that was issued through the identity, each with its own entry. */
export async function endTokensOf(
  vault: Vault,
  tx: Transaction,
  actor: Actor,
  { id, accountId }: WorkloadIdentityRecord,
): Promise<void> {
  await endTokens(vault, tx, actor, tokensOf(vault, tx, accountId, startOfIds(id)));
}

/** A token whose row was edited is already invalid. */
async function* tokensOf(
  vault: Vault,
  tx: Transaction,
  accountId: string,
  start: string,
): AsyncGenerator<TokenRecord> {
  const oldest = start + timeText(oldestThatMayCount(vault));
  const list = (page: PageRequest) => tx.listTokens(accountId, { ...page, after: page.after ?? oldest });
  for await (const token of eachOf(list)) {
    if (!token.id.startsWith(start)) return;
    if (isWhole(() => verifyToken(vault.keyring, token))) yield token;
  }
}

/**
 * The issue time of the oldest token of an identity that is valid, or would be if the clock were corrected.
 */
function oldestThatMayCount({ now, clock }: Vault): number {
  return now().getTime() - clock.aheadMilliseconds - longestMilliseconds;
}

function startOfIds(identityId: string): string {
  return `${identityId}.tok_`;
}

/** A string that sorts chronologically. */
function timeText(milliseconds: number): string {
  return Math.max(0, milliseconds).toString(36).padStart(9, '0');
}
