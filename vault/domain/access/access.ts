import type {
  AccessChange,
  AccessChanges,
  AccessList,
  ChangedAccess,
} from '../../../contracts/vault-api/access.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { announceAccess, grantAndRevoke } from './access-lists.ts';
import { deprecationOf } from '../secrets/secret-metadata.ts';
import { shownEnds } from '../rows/grants.ts';
import { actorOf, appendEntry, audited, auditedLook } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { addsAccess, requireMayGrantAlone } from '../accounts/second-approver.ts';
import type { Caller } from '../callers/caller.ts';
import { findSecret } from '../secrets/find-secret.ts';
import { requireTag, tagOfAccess } from '../input/tags.ts';
import type { Vault } from '../context/vault.ts';

/** @throws ProblemError `SecretNotFound` */
export async function readAccess(vault: Vault, caller: Caller, name: string): Promise<AccessList> {
  return auditedLook(vault, caller, 'access.read', async (view, subject) => {
    const secret = await findSecret(vault, view, caller, name, subject);
    return toAccessList(secret);
  });
}

/**
 * Adds and removes agents; `etag` is the version of the list that the change is based on. A change without
 * effect keeps the version.
 * @throws ProblemError `SecretNotFound`, `VersionConflict`, `InvalidInput`, `SecondApproverNeeded`
 */
export async function changeAccess(
  vault: Vault,
  caller: Caller,
  name: string,
  change: AccessChange,
  etag: string,
): Promise<AccessList> {
  const work = async (tx: Transaction, subject: AuditSubject): Promise<AccessList> => {
    const { list, agentIds } = await changeList(vault, tx, caller, { name, etag, ...change }, subject);
    if (agentIds.length > 0) await announceAccess(tx, caller, [name], agentIds);
    return list;
  };
  return audited(vault, caller, 'access.change', work, (view) => [
    view.findSecret(caller.account.id, name),
    view.unknownAgents(caller.account.id, change.grant ?? []),
  ]);
}

/**
 * Changes the access lists of many secrets: all of them or, if one is refused, none. Each changed list gets
 * its own audit entry; the entry for a refusal names the refused secret.
 * @throws ProblemError `SecretNotFound`, `VersionConflict`, `InvalidInput`, `SecondApproverNeeded`
 */
export async function changeManyAccessLists(
  vault: Vault,
  caller: Caller,
  { changes }: AccessChanges,
): Promise<ChangedAccess> {
  return audited(vault, caller, 'access.change-many', async (tx, whole) => {
    requireDifferentNames(changes);
    const lists: AccessList[] = [];
    const names: string[] = [];
    const touched = new Set<string>();
    for (const change of changes) {
      const subject: AuditSubject = { action: 'access.change' };
      const changing = changeList(vault, tx, caller, change, subject);
      const { list, agentIds } = await changing.catch((refusal: unknown) => {
        if (subject.secretName !== undefined) whole.secretName = subject.secretName;
        throw refusal;
      });
      lists.push(list);
      if (agentIds.length === 0) continue;
      names.push(list.name);
      for (const agentId of agentIds) touched.add(agentId);
      await appendEntry(vault, tx, actorOf(caller), subject, undefined);
    }
    if (names.length > 0) await announceAccess(tx, caller, names, [...touched]);
    return { lists };
  });
}

async function changeList(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  { name, etag, ...change }: AccessChanges['changes'][number],
  subject: AuditSubject,
): Promise<{ list: AccessList; agentIds: readonly string[] }> {
  const secret = await findSecret(vault, tx, caller, name, subject);
  requireTag(tagOfAccess(secret), etag, 'The access list');
  if (addsAccess(secret.access, change, vault.now())) await requireMayGrantAlone(vault, tx, caller);
  const { access, agentIds } = await grantAndRevoke(vault, tx, secret, change, subject);
  return { list: toAccessList({ ...secret, access }), agentIds };
}

/** A second change to a list would be based on a version that the first one replaced. */
function requireDifferentNames(changes: AccessChanges['changes']): void {
  if (new Set(changes.map(({ name }) => name)).size === changes.length) return;
  throw new ProblemError('InvalidInput', 'The changes contain the same secret twice.');
}

function toAccessList(secret: SecretRecord): AccessList {
  const { name, access } = secret;
  const { agentIds, version, updatedAt } = access;
  return {
    name,
    agentIds: [...agentIds],
    version,
    etag: tagOfAccess(secret),
    updatedAt,
    ...shownEnds(access),
    ...deprecationOf(secret),
  };
}
