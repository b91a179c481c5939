import type { SecretRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { grantAndRevoke } from './access-lists.ts';
import { mayRead } from './grants.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import type { AuditSubject } from '../audit/audit-subject.ts';
import { isWhole } from '../integrity/is-whole.ts';
import { Pace } from '../pace.ts';
import { verifySecret } from '../secrets/secret-mac.ts';
import type { Vault } from '../vault.ts';

/** Access lists of one transaction, which others wait for. */
const listsAtOnce = 10;
/** What changing a list costs, in units of a {@link Pace}. */
const unitsPerList = 10;

/**
 * Takes agents whose grants have ended off the lists, with an entry each, and tells editors; resolves to
 * how many lists were changed. No read waits for it: those look at the clock. A list that somebody edited
 * is left for `verify` to be found: nobody can use it.
 */
export async function removeEndedAccess(vault: Vault): Promise<number> {
  const edited = new Set<string>();
  const pace = new Pace();
  for (let removed = 0; ;) {
    const more = await vault.storage.transact((tx) => removeSome(vault, tx, edited));
    if (more === 0) return removed;
    removed += more;
    await pace.worked(more * unitsPerList);
  }
}

async function removeSome(vault: Vault, tx: Transaction, edited: Set<string>): Promise<number> {
  const now = vault.now().toISOString();
  const found = await tx.secretsWithEndedAccess(now, listsAtOnce + edited.size);
  const changed: { secret: SecretRecord; agentIds: readonly string[] }[] = [];
  for (const secret of found) {
    if (edited.has(secret.id)) continue;
    const agentIds = await removeFrom(vault, tx, secret);
    if (agentIds.length === 0) edited.add(secret.id);
    else changed.push({ secret, agentIds });
  }
  for (const [accountId, ofAccount] of Map.groupBy(changed, ({ secret }) => secret.accountId)) {
    const names = ofAccount.map(({ secret }) => secret.name);
    const agentIds = [...new Set(ofAccount.flatMap((one) => one.agentIds))];
    await tx.bumpCatalogVersion(accountId);
    await tx.appendEvent(accountId, { type: 'access-changed', names, agentIds });
  }
  return changed.length;
}

/** Gives the agents that were removed; none when the list is not the vault's word. */
async function removeFrom(vault: Vault, tx: Transaction, secret: SecretRecord): Promise<readonly string[]> {
  if (!isWhole(() => verifySecret(vault.keyring, secret))) return [];
  const { accountId, name, access } = secret;
  const revoke = access.agentIds.filter((agentId) => !mayRead(access, agentId, vault.now()));
  const subject: AuditSubject = { action: 'access.expire', secretName: name };
  const { agentIds } = await grantAndRevoke(vault, tx, secret, { revoke }, subject);
  if (agentIds.length > 0) await appendEntry(vault, tx, actorFor(accountId), subject, undefined);
  return agentIds;
}

/** The entry of the grant says who wanted it. */
function actorFor(accountId: string): Actor {
  return { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'access.expire' };
}
