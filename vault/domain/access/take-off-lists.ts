import type { SecretRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { type Actor, appendEntry } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { isWhole } from '../rows/is-whole.ts';
import { Pace } from '../context/pace.ts';
import { verifySecret } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';
import { grantAndRevoke } from './access-lists.ts';
import { mayRead } from '../rows/grants.ts';

/** Access lists changed per transaction; each transaction blocks others. */
const listsAtOnce = 10;
/** Cost of changing a list, in units of a {@link Pace}. */
const unitsPerList = 10;

/** Which agents to remove from which lists, and why. */
export interface Leaving {
  readonly action: 'access.change' | 'access.expire';
  /** Recorded as the request in the audit entries. */
  readonly reason: string;
  readonly find: (tx: Transaction, limit: number) => Promise<readonly SecretRecord[]>;
  /** Called only for lists whose rows were not edited outside the vault. */
  readonly agentsOf: (tx: Transaction, secret: SecretRecord) => Promise<readonly string[]>;
}

/**
 * Removes agents from access lists in batches, writes an entry for each list, and notifies editors; resolves
 * to the number of lists changed. Skips a list whose row was edited: it cannot be used anyway, and `verify`
 * reports it.
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

/** Returns the removed agents; none if the row was edited outside the vault. */
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
  // The entry for the grant or the deletion names the person responsible.
  const actor: Actor = { accountId, actorId: 'vault', actorRole: 'vault', requestId: reason };
  if (agentIds.length > 0) await appendEntry(vault, tx, actor, subject, undefined);
  return agentIds;
}

/**
 * Removes agents with expired grants from access lists; resolves to the number of lists changed. Reads do not
 * depend on this, because they check the clock.
 */
export async function removeEndedAccess(vault: Vault): Promise<number> {
  return takeOffLists(vault, {
    action: 'access.expire',
    reason: 'access.expire',
    find: (tx, limit) => tx.secretsWithEndedAccess(vault.now().toISOString(), limit),
    agentsOf: async (_tx, { access }) =>
      access.agentIds.filter((agentId) => !mayRead(access, agentId, vault.now())),
  });
}
