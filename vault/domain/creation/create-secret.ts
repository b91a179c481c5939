import { Check } from 'typebox/value';
import { type NewSecret, SecretMetadata } from '../../../contracts/vault-api/secrets.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { closeRequests } from '../access/decide-request.ts';
import { requireAgents } from '../accounts/agents.ts';
import { requireMayGrantAlone } from '../accounts/second-approver.ts';
import { audited } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { once, type Repeatable } from '../callers/idempotency.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { requireCurrentTerm } from '../context/refresh-keys.ts';
import type { Vault } from '../context/vault.ts';
import { requireNewName, requireNoCredential, requireReadable } from '../input/texts.ts';
import { withSecretMac, withVersionMac } from '../rows/row-macs.ts';
import { announceChange } from '../secrets/find-secret.ts';
import { toMetadata } from '../secrets/secret-metadata.ts';
import { encodeValue } from '../secrets/secret-value.ts';
import { firstUpkeep } from '../secrets/upkeep.ts';

/** @throws ProblemError `InvalidInput`, `NameTaken`, `TooLarge`, `KeyReused` */
export async function createSecret(
  vault: Vault,
  caller: Caller,
  input: NewSecret,
  key?: string,
): Promise<SecretMetadata> {
  const call: Repeatable = { key, route: 'createSecret', request: input };
  return audited(vault, caller, 'secret.create', async (tx, subject) => {
    const encoded = encodeNewSecret(input);
    subject.secretName = input.name;
    return once(vault, tx, caller, call, isMetadata, async () => {
      if (grantsAccess(input)) await requireMayGrant(vault, tx, caller);
      await requireCurrentTerm(vault, tx);
      const secret = await insertNewSecret(vault, tx, caller, encoded, subject);
      await announceChange(tx, caller.account.id, [input.name]);
      return secret;
    });
  });
}

/** A new secret whose strings are valid, with its value as bytes. */
export interface EncodedSecret {
  readonly input: NewSecret;
  readonly bytes: Buffer;
  readonly fields: readonly string[];
}

/** @throws ProblemError `InvalidInput`, `TooLarge` */
export function encodeNewSecret(input: NewSecret): EncodedSecret {
  requireNewName(input.name);
  requireNoCredential(input.name, 'The name');
  requireReadable(input.description, 'The description');
  const { bytes, fields } = encodeValue(input.kind, input.value);
  for (const field of fields) requireNoCredential(field, 'A field name');
  return { input, bytes, fields };
}

export function grantsAccess({ agentIds = [] }: NewSecret): boolean {
  return agentIds.length > 0;
}

/** @throws ProblemError `Forbidden`, `SecondApproverNeeded` */
export async function requireMayGrant(vault: Vault, tx: Transaction, caller: Caller): Promise<void> {
  requireAccessRight(caller);
  await requireMayGrantAlone(vault, tx, caller);
}

/**
 * Inserts a secret and closes the requests that it grants; the caller announces it.
 * @throws ProblemError `InvalidInput` for an unknown agent, `NameTaken`
 */
export async function insertNewSecret(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  { input, bytes, fields }: EncodedSecret,
  subject: AuditSubject,
): Promise<SecretMetadata> {
  const accountId = caller.account.id;
  const agentIds = [...new Set(input.agentIds)].toSorted();
  await requireAgents(tx, accountId, agentIds);
  const secret = newSecret(vault, caller, input, fields, agentIds);
  const { id, name, kind, createdAt } = secret;
  const sealed = vault.keyring.seal({ accountId, secretId: id, name, kind, version: 1 }, bytes);
  const version = withVersionMac(vault.keyring, {
    secretId: id,
    version: 1,
    kind,
    fields,
    createdAt,
    createdBy: caller.id,
    term: vault.keyring.term,
    sealed,
  });
  const inserted = await tx.insertSecret(secret, version);
  if (!inserted) throw nameTaken();
  Object.assign(subject, { version: 1, granted: agentIds, secretId: id, revision: 1 });
  // One query for all agents, because an import can have many secrets and agents.
  if (agentIds.length > 0)
    await closeRequests(vault, tx, caller, { secretName: name }, grantedWithCreation, agentIds);
  return toMetadata(secret);
}

/** The answer to those who requested the secret for an agent that can read it from the start. */
const grantedWithCreation = {
  status: 'approved',
  note: 'The secret was created with access for the agent.',
} as const;

function newSecret(
  vault: Vault,
  caller: Caller,
  { name, kind, description = '', ...others }: NewSecret,
  fields: readonly string[],
  agentIds: readonly string[],
): SecretRecord {
  const now = vault.now().toISOString();
  return withSecretMac(vault.keyring, {
    id: vault.newId('sec'),
    accountId: caller.account.id,
    name,
    kind,
    fields,
    description,
    version: 1,
    latestVersion: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    purgeAfter: null,
    deprecatedAt: null,
    replacement: null,
    upkeep: firstUpkeep(others, now),
    lastReadAt: null,
    access: { agentIds, ends: [], version: 1, updatedAt: now },
    revision: 1,
  });
}

function isMetadata(value: unknown): value is SecretMetadata {
  return Check(SecretMetadata, value);
}

function nameTaken(): ProblemError {
  return new ProblemError(
    'NameTaken',
    'The account already has a secret with this name. A deleted one keeps its name until it is purged.',
  );
}

/** Granting access is a separate right from writing values. */
function requireAccessRight(caller: Caller): void {
  if (caller.rights.includes('access:write')) return;
  throw new ProblemError('Forbidden', 'Your role is not allowed to grant access. Ask an account admin.');
}
