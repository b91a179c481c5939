import { Check } from 'typebox/value';
import { nameProblem, type SecretKind } from '../../../contracts/secret.ts';
import { type NewSecret, SecretMetadata, type SecretPage } from '../../../contracts/vault-api/secrets.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord } from '../../storage/records.ts';
import type { PageRequest, SecretFilter, View } from '../../storage/storage.ts';
import { requireAgents } from '../accounts/agents.ts';
import { requireMayGrantAlone } from '../accounts/second-approver.ts';
import { audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { requireCurrentTerm } from '../context/refresh-keys.ts';
import { once, type Repeatable } from '../callers/idempotency.ts';
import { mergePages, type PageQuery, readPage, toPageRequest } from '../input/pages.ts';
import { verifySecret, withSecretMac, withVersionMac } from '../rows/row-macs.ts';
import { encodeValue } from './secret-value.ts';
import { announceChange, findSecret } from './find-secret.ts';
import { toMetadata } from './secret-metadata.ts';
import { firstUpkeep } from './upkeep.ts';
import { isStorable, requireNoCredential, requireText } from '../input/texts.ts';
import type { Vault } from '../context/vault.ts';

/** Filters of a list. */
export interface SecretQuery extends PageQuery {
  readonly prefix?: string;
  readonly agentId?: string;
  readonly kind?: SecretKind;
  readonly includeDeleted?: 'true' | 'false';
}

export async function listSecrets(vault: Vault, caller: Caller, query: SecretQuery): Promise<SecretPage> {
  const request = toPageRequest(query);
  const filter = toFilter(query);
  return auditedLook(vault, caller, 'secret.list', async (view) => {
    const accountId = caller.account.id;
    const list = (page: PageRequest) =>
      query.includeDeleted === 'true'
        ? listWithDeleted(view, accountId, page, filter)
        : view.listSecrets(accountId, page, filter);
    const { items, ...rest } = await readPage(request, list, (secret) => secret.name);
    for (const secret of items) verifySecret(vault.keyring, secret);
    return { secrets: items.map(toMetadata), ...rest };
  });
}

/** @throws ProblemError `SecretNotFound` */
export async function describeSecret(vault: Vault, caller: Caller, name: string): Promise<SecretMetadata> {
  return auditedLook(vault, caller, 'secret.describe', async (view, subject) =>
    toMetadata(await findSecret(vault, view, caller, name, subject)),
  );
}

/** @throws ProblemError `InvalidInput`, `NameTaken`, `TooLarge`, `KeyReused` */
export async function createSecret(
  vault: Vault,
  caller: Caller,
  input: NewSecret,
  key?: string,
): Promise<SecretMetadata> {
  const call: Repeatable = { key, route: 'createSecret', request: input };
  return audited(vault, caller, 'secret.create', async (tx, subject) => {
    requireNewName(input.name);
    requireNoCredential(input.name, 'The name');
    requireText(input.description, 'The description');
    requireNoCredential(input.description, 'The description');
    const { bytes, fields } = encodeValue(input.kind, input.value);
    for (const field of fields) requireNoCredential(field, 'A field name');
    subject.secretName = input.name;
    return once(vault, tx, caller, call, isMetadata, async () => {
      const accountId = caller.account.id;
      const agentIds = [...new Set(input.agentIds)].toSorted();
      if (agentIds.length > 0) {
        requireAccessRight(caller);
        await requireMayGrantAlone(vault, tx, caller);
      }
      await requireAgents(tx, accountId, agentIds);
      const secret = newSecret(vault, caller, input, fields, agentIds);
      const { id, name, kind, createdAt } = secret;
      await requireCurrentTerm(vault, tx);
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
      await announceChange(tx, accountId, [name]);
      return toMetadata(secret);
    });
  });
}

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
    access: { agentIds, ends: [], version: 1, updatedAt: now },
    revision: 1,
  });
}

/** Storage lists deleted secrets separately from others; both lists are ordered by name. */
async function listWithDeleted(
  view: View,
  accountId: string,
  page: PageRequest,
  filter: SecretFilter,
): Promise<readonly SecretRecord[]> {
  const there = await view.listSecrets(accountId, page, filter);
  const deleted = await view.listSecrets(accountId, page, { ...filter, deleted: true });
  return mergePages(there, deleted, page.limit, (secret) => secret.name);
}

function toFilter({ prefix, agentId, kind }: SecretQuery): SecretFilter {
  if (![prefix, agentId].every((text) => text === undefined || isStorable(text))) {
    throw new ProblemError('InvalidInput', 'The filter contains characters that a name cannot have.');
  }
  return {
    ...(prefix === undefined ? {} : { namePrefix: prefix }),
    ...(agentId === undefined ? {} : { agentId }),
    ...(kind === undefined ? {} : { kind }),
  };
}

function isMetadata(value: unknown): value is SecretMetadata {
  return Check(SecretMetadata, value);
}

/** `.` and `..` are refused because a URL cannot contain them as a segment. */
function requireNewName(name: string): void {
  if (nameProblem(name) === undefined && name !== '.' && name !== '..') return;
  throw new ProblemError(
    'InvalidInput',
    'The name must have 1 to 128 printable characters, without leading or trailing spaces.',
  );
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
