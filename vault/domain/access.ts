import type { AccessChange, AccessList } from '../../contracts/vault-api/access.ts';
import { ProblemError } from '../errors.ts';
import type { AccessRecord, SecretRecord } from '../storage/records.ts';
import type { Transaction, View } from '../storage/storage.ts';
import { requireAgents } from './agents.ts';
import { type AuditSubject, audited, auditedReading } from './audit.ts';
import type { Caller } from './caller.ts';
import { changedSecret, verifySecret } from './secret-mac.ts';
import type { Vault } from './vault.ts';

/** @throws ProblemError `SecretNotFound` */
export async function readAccess(vault: Vault, caller: Caller, name: string): Promise<AccessList> {
  return auditedReading(vault, caller, 'access.read', async (tx, subject) => {
    const secret = await findVerified(vault, tx, caller, name, subject);
    return toAccessList(name, secret.access);
  });
}

/**
 * Adds and removes agents; `expectedVersion` is the list's version that the change was decided on.
 * Changing nothing leaves the version as it is.
 * @throws ProblemError `SecretNotFound`, `VersionConflict`, `InvalidInput`
 */
export async function changeAccess(
  vault: Vault,
  caller: Caller,
  name: string,
  change: AccessChange,
  expectedVersion: number,
): Promise<AccessList> {
  return audited(vault, caller, 'access.change', async (tx, subject) => {
    const secret = await findVerified(vault, tx, caller, name, subject);
    const { access } = secret;
    if (access.version !== expectedVersion) {
      throw new ProblemError('VersionConflict', 'The access list was changed in between. Read it again.');
    }
    const { granted, revoked } = await difference(tx, caller.account.id, access.agentIds, change);
    if (granted.length + revoked.length === 0) return toAccessList(name, access);
    const changed: AccessRecord = {
      agentIds: [...access.agentIds.filter((agentId) => !revoked.includes(agentId)), ...granted].toSorted(),
      version: access.version + 1,
      updatedAt: vault.now().toISOString(),
    };
    const { id, revision } = await updateSecret(vault, tx, secret, { access: changed });
    Object.assign(subject, { version: changed.version, granted, revoked, secretId: id, revision });
    await tx.bumpCatalogVersion(caller.account.id);
    const agentIds = [...granted, ...revoked];
    await tx.appendEvent(caller.account.id, { type: 'access-changed', names: [name], agentIds });
    return toAccessList(name, changed);
  });
}

async function updateSecret(
  vault: Vault,
  tx: Transaction,
  secret: SecretRecord,
  changes: Pick<SecretRecord, 'access'>,
): Promise<SecretRecord> {
  const changed = changedSecret(vault.keyring, secret, changes);
  await tx.updateSecret(changed);
  return changed;
}

async function difference(
  tx: Transaction,
  accountId: string,
  current: readonly string[],
  { grant = [], revoke = [] }: AccessChange,
): Promise<{ granted: readonly string[]; revoked: readonly string[] }> {
  if (grant.some((agentId) => revoke.includes(agentId))) {
    throw new ProblemError('InvalidInput', 'An agent cannot be granted and revoked at once.');
  }
  await requireAgents(tx, accountId, grant);
  return {
    granted: grant.filter((agentId) => !current.includes(agentId)),
    revoked: revoke.filter((agentId) => current.includes(agentId)),
  };
}

async function findVerified(
  vault: Vault,
  tx: View,
  caller: Caller,
  name: string,
  subject: AuditSubject,
): Promise<SecretRecord> {
  const secret = await tx.findSecret(caller.account.id, name);
  if (!secret) throw new ProblemError('SecretNotFound', 'The account has no secret of this name.');
  subject.secretName = name;
  verifySecret(vault.keyring, secret);
  return secret;
}

function toAccessList(name: string, access: AccessRecord): AccessList {
  const { agentIds, version, updatedAt } = access;
  return { name, agentIds: [...agentIds], version, updatedAt };
}
