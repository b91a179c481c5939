import type { SecretRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { isWhole } from '../rows/is-whole.ts';
import { Pace } from '../context/pace.ts';
import { verifySecret } from '../rows/secret-mac.ts';
import type { Vault } from '../context/vault.ts';
import { grantAndRevoke } from './access-lists.ts';

/** Access lists changed per transaction, which blocks others. */
const listsAtOnce = 10;
/** Cost of changing a list, in units of a {@link Pace}. */
const unitsPerList = 10;

/** Which agents leave which lists, and why. */
export interface Leaving {
  readonly action: 'access.change' | 'access.expire';
  /** What the entries give as their request. */
  readonly reason: string;
  readonly find: (tx: Transaction, limit: number) => Promise<readonly SecretRecord[]>;
  /** Called only for a list that is as the vault wrote it. */
  readonly agentsOf: (tx: Transaction, secret: SecretRecord) => Promise<readonly string[]>;
}

/**
 * Removes agents from access lists in steps, with an entry for each list, and notifies editors; resolves to
 * the number of lists changed. A list whose row was edited is left for `verify` to find, since it cannot be
 * used anyway.
 */
export async function takeOffLists(vault: Vault, leaving: Leaving): Promise<number> {
  const edited = new Set<string>();
  const pace = new Pace();
  for (let removed = 0; ;) {
    const more = await vault.storage.transact((tx) => takeSomeOff(vault, tx, leaving, edited));
    if (more === 0) return removed;
    removed += more;
    await pace.worked(more * unitsPerList);
  }
}

async function takeSomeOff(
  vault: Vault,
  tx: Transaction,
  leaving: Leaving,
  edited: Set<string>,
): Promise<number> {
  const changed: { secret: SecretRecord; agentIds: readonly string[] }[] = [];
  for (const secret of await leaving.find(tx, listsAtOnce + edited.size)) {
    if (edited.has(secret.id)) continue;
    const agentIds = await takeOff(vault, tx, leaving, secret);
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

/** Returns the agents that were removed; none if the row is not as the vault wrote it. */
async function takeOff(
  vault: Vault,
  tx: Transaction,
  { action, reason, agentsOf }: Leaving,
  secret: SecretRecord,
): Promise<readonly string[]> {
  if (!isWhole(() => verifySecret(vault.keyring, secret))) return [];
  const { accountId, name } = secret;
  const revoke = await agentsOf(tx, secret);
  const subject: AuditSubject = { action, secretName: name };
  const { agentIds } = await grantAndRevoke(vault, tx, secret, { revoke: [...revoke] }, subject);
  // The entry of the grant, or of the deletion, names the person responsible.
  const actor: Actor = { accountId, actorId: 'vault', actorRole: 'vault', requestId: reason };
  if (agentIds.length > 0) await appendEntry(vault, tx, actor, subject, undefined);
  return agentIds;
}
