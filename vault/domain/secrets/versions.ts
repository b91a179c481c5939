import type { SecretMetadata, VersionPage } from '../../../contracts/vault-api/secrets.ts';
import { IntegrityError } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord, VersionRecord } from '../../storage/records.ts';
import { audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { type PageQuery, readPage, toPageRequest } from '../input/pages.ts';
import { fieldsOf } from './secret-value.ts';
import { announceChange, findSecret, requireSecretTag, writeSecret } from './find-secret.ts';
import { toMetadata } from './secret-metadata.ts';
import { changedUpkeep } from './upkeep.ts';
import { verifyVersion } from '../rows/row-macs.ts';
import type { ExpectedTag } from '../input/tags.ts';
import type { Vault } from '../context/vault.ts';

/** Lists versions, newest first, without values. @throws ProblemError `SecretNotFound`, `InvalidInput` */
export async function listVersions(
  vault: Vault,
  caller: Caller,
  name: string,
  query: PageQuery,
): Promise<VersionPage> {
  const request = toPageRequest(query);
  return auditedLook(vault, caller, 'version.list', async (view, subject) => {
    const secret = await findSecret(vault, view, caller, name, subject);
    const list = ({ after, limit }: typeof request) =>
      view.listVersions(secret.id, { before: toVersion(after), limit });
    const { items, ...rest } = await readPage(request, list, ({ version }) => String(version));
    verifyList(vault, secret, toVersion(request.after), items, rest.nextCursor === undefined);
    return { versions: items.map((version) => toListed(version, secret)), ...rest };
  });
}

/**
 * Makes an older (or newer) version the current one, effective with the very next read.
 * @throws ProblemError `SecretNotFound`, `NotFound`, `VersionConflict`
 * @throws IntegrityError if the version cannot be decrypted; the current version is then unchanged
 */
export async function restoreVersion(
  vault: Vault,
  caller: Caller,
  name: string,
  version: number,
  expected: ExpectedTag,
): Promise<SecretMetadata> {
  return audited(vault, caller, 'version.restore', async (tx, subject) => {
    const secret = await findSecret(vault, tx, caller, name, subject);
    requireSecretTag(secret, expected);
    if (version < 1 || version > secret.latestVersion)
      throw new ProblemError('NotFound', 'The secret has no such version.');
    const found = await tx.findVersion(secret.id, version);
    if (!found) throw new IntegrityError('a lost version of a secret', secret.id);
    subject.version = version;
    verifyVersion(vault.keyring, found);
    if (version === secret.version) return toMetadata(secret);
    // The expiry belonged to the value that is replaced.
    const upkeep = changedUpkeep(secret.upkeep, { expiresOn: null }, found.createdAt);
    const changes = { version, kind: found.kind, fields: openedFields(vault, secret, found), upkeep };
    const updatedAt = vault.now().toISOString();
    const restored = await writeSecret(vault, tx, secret, { ...changes, updatedAt }, subject);
    await announceChange(tx, caller.account.id, [name]);
    return toMetadata(restored);
  });
}

/**
 * Every version exists as long as its secret does.
 * @throws IntegrityError if one is missing, or its metadata was edited
 */
function verifyList(
  { keyring }: Vault,
  secret: SecretRecord,
  before: number | undefined,
  listed: readonly VersionRecord[],
  isLastPage: boolean,
): void {
  const newest = Math.min(before === undefined ? Infinity : before - 1, secret.latestVersion);
  for (const [index, found] of listed.entries()) {
    if (found.version !== newest - index) throw new IntegrityError('a lost version of a secret', secret.id);
    verifyVersion(keyring, found);
  }
  const end = newest - listed.length;
  if (isLastPage && end > 0) throw new IntegrityError('a lost version of a secret', secret.id);
}

/** The version must be decrypted before it becomes the current one. @throws IntegrityError */
function openedFields({ keyring }: Vault, secret: SecretRecord, found: VersionRecord): readonly string[] {
  const { id: secretId, accountId, name } = secret;
  const { kind, version, sealed } = found;
  return fieldsOf(keyring.open({ accountId, secretId, name, kind, version }, sealed));
}

function toListed(record: VersionRecord, secret: SecretRecord): VersionPage['versions'][number] {
  const { version, kind, fields, createdAt, createdBy } = record;
  return { version, kind, fields: [...fields], createdAt, createdBy, current: version === secret.version };
}

function toVersion(after: string | undefined): number | undefined {
  if (after === undefined) return undefined;
  const version = Number(after);
  if (Number.isInteger(version) && version > 0) return version;
  throw new ProblemError('InvalidInput', 'The cursor is not valid for this list.');
}
