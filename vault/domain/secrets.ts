import { nameProblem } from '../../contracts/secret.ts';
import type { NewSecret, SecretMetadata, SecretPage } from '../../contracts/vault-api/secrets.ts';
import { ProblemError } from '../errors.ts';
import type { SecretRecord } from '../storage/records.ts';
import { requireAgents } from './agents.ts';
import { audited, auditedReading } from './audit.ts';
import type { Caller } from './caller.ts';
import { type PageQuery, readPage, toPageRequest } from './pages.ts';
import { withSecretMac } from './secret-mac.ts';
import { encodeValue } from './secret-value.ts';
import type { Vault } from './vault.ts';

export async function listSecrets(vault: Vault, caller: Caller, query: PageQuery): Promise<SecretPage> {
  const request = toPageRequest(query);
  return auditedReading(vault, caller, 'secret.list', async (tx) => {
    const list = (page: typeof request) => tx.listSecrets(caller.account.id, page);
    const { items, ...rest } = await readPage(request, list, (secret) => secret.name);
    return { secrets: items.map(toMetadata), ...rest };
  });
}

/** @throws ProblemError `SecretNotFound` */
export async function describeSecret(vault: Vault, caller: Caller, name: string): Promise<SecretMetadata> {
  return auditedReading(vault, caller, 'secret.describe', async (tx, subject) => {
    const secret = await tx.findSecret(caller.account.id, name);
    if (!secret) throw new ProblemError('SecretNotFound', 'The account has no secret of this name.');
    subject.secretName = name;
    return toMetadata(secret);
  });
}

/** @throws ProblemError `InvalidInput`, `NameTaken`, `TooLarge` */
export async function createSecret(vault: Vault, caller: Caller, input: NewSecret): Promise<SecretMetadata> {
  const { name, kind, description = '' } = input;
  return audited(vault, caller, 'secret.create', async (tx, subject) => {
    checkName(name);
    const { bytes, fields } = encodeValue(kind, input.value);
    const accountId = caller.account.id;
    const agentIds = [...new Set(input.agentIds)].toSorted();
    if (agentIds.length > 0) requireAccessRight(caller);
    await requireAgents(tx, accountId, agentIds);

    const id = vault.newId('sec');
    const now = vault.now().toISOString();
    const place = { accountId, secretId: id, name, kind, version: 1 };
    const secret = withSecretMac(vault.keyring, {
      id,
      accountId,
      name,
      kind,
      fields,
      description,
      ...newSecret,
      createdAt: now,
      updatedAt: now,
      access: { agentIds, version: 1, updatedAt: now },
    });
    const sealed = vault.keyring.seal(place, bytes);
    const inserted = await tx.insertSecret(secret, {
      ...{ secretId: id, version: 1, kind, fields, createdAt: now, createdBy: caller.id },
      term: vault.keyring.term,
      sealed,
    });
    if (!inserted) throw new ProblemError('NameTaken', 'The account already has a secret of this name.');
    Object.assign(subject, { secretName: name, version: 1, granted: agentIds, secretId: id, revision: 1 });
    await tx.bumpCatalogVersion(accountId);
    await tx.appendEvent(accountId, { type: 'catalog-changed', names: [name] });
    return toMetadata(secret);
  });
}

/** What every secret starts with. */
const newSecret = {
  version: 1,
  latestVersion: 1,
  deletedAt: null,
  purgeAfter: null,
  deprecatedAt: null,
  replacement: null,
  revision: 1,
} as const;

/** `.` and `..` are refused because no URL can hold them as a segment. */
function checkName(name: string): void {
  if (nameProblem(name) === undefined && name !== '.' && name !== '..') return;
  throw new ProblemError(
    'InvalidInput',
    'The name must be printable text of at most 128 characters, without space at its ends.',
  );
}

/** Granting is a right of its own, apart from writing values. */
function requireAccessRight(caller: Caller): void {
  if (caller.rights.includes('access:write')) return;
  throw new ProblemError('Forbidden', 'Your role may not grant access. Ask an admin of the workspace.');
}

function toMetadata(secret: SecretRecord): SecretMetadata {
  const { name, kind, fields, description, version, createdAt, updatedAt, access } = secret;
  return {
    name,
    kind,
    fields: [...fields],
    description,
    agentIds: [...access.agentIds],
    version,
    createdAt,
    updatedAt,
  };
}
