import type { AuditAction } from '../../../contracts/audit-actions.ts';
import type { SecretChange, SecretMetadata, SecretValue } from '../../../contracts/vault-api/secrets.ts';
import { IntegrityError } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord, VersionRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { upkeepText } from '../../storage/upkeep-text.ts';
import { audited } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import type { Caller } from '../callers/caller.ts';
import { requireCurrentTerm } from '../context/refresh-keys.ts';
import { changeFields, changesFields, decodeValue, encodeValue, nothingButEmpty } from './secret-value.ts';
import { announceChange, findSecret, requireSecretTag, writeSecret } from './find-secret.ts';
import { toMetadata } from './secret-metadata.ts';
import { changedUpkeep } from './upkeep.ts';
import { withVersionMac } from '../rows/row-macs.ts';
import { requireNoCredential, requireReadable } from '../input/texts.ts';
import type { ExpectedTag } from '../input/tags.ts';
import type { Vault } from '../context/vault.ts';

type Changes = Partial<Omit<SecretRecord, 'id' | 'accountId' | 'name' | 'createdAt' | 'revision' | 'mac'>>;

/**
 * Changes the description, the value, or whether the secret is deprecated. A new value becomes a new version,
 * which is used from the very next read. A change without effect keeps the revision.
 * @throws ProblemError `SecretNotFound`, `VersionConflict`, `InvalidInput`, `TooLarge`
 */
export async function changeSecret(
  vault: Vault,
  caller: Caller,
  name: string,
  change: SecretChange,
  expected: ExpectedTag,
): Promise<SecretMetadata> {
  const work = async (tx: Transaction, subject: AuditSubject): Promise<SecretMetadata> => {
    const secret = await findSecret(vault, tx, caller, name, subject);
    requireSecretTag(secret, expected);
    requireMoreThanNoValue(change);
    const updatedAt = vault.now().toISOString();
    const rotation = await rotate(vault, tx, caller, secret, change, subject, updatedAt);
    const changes: Changes = {
      ...descriptionChange(secret, change),
      ...(await deprecate(vault, tx, secret, change)),
      ...rotation,
      ...(await upkeepChange(vault, tx, secret, change, rotation.version !== undefined)),
    };
    if (Object.keys(changes).length === 0) return toMetadata(secret);
    const changed = await writeSecret(vault, tx, secret, { ...changes, updatedAt }, subject);
    await announceChange(tx, caller.account.id, [name]);
    return toMetadata(changed);
  };
  return audited(vault, caller, actionOf(change), work, (view) => [
    view.findSecret(caller.account.id, name),
    view.keys(),
  ]);
}

/** The most specific action for the log; a new value takes precedence. */
function actionOf({ value, fields, deprecated }: SecretChange): AuditAction {
  if (!isEmpty(value) || changesFields(fields)) return 'secret.rotate';
  return deprecated === undefined ? 'secret.change' : 'secret.deprecate';
}

function descriptionChange(secret: SecretRecord, { description }: SecretChange): Changes {
  if (description === undefined || description === secret.description) return {};
  requireReadable(description, 'The description');
  return { description };
}

/** Rotation is counted from the new value, if there is one. Only a whole new value has an expiry of its own. */
async function upkeepChange(
  { now }: Vault,
  tx: Transaction,
  secret: SecretRecord,
  change: SecretChange,
  isRotated: boolean,
): Promise<Changes> {
  const given = isEmpty(change.value) ? change : { expiresOn: null, ...change };
  const started = isRotated ? now().toISOString() : await startOfRotation(tx, secret, change);
  const upkeep = changedUpkeep(secret.upkeep, given, started);
  return upkeepText(upkeep) === upkeepText(secret.upkeep) ? {} : { upkeep };
}

/** When the current value was created, if its rotation changes. */
async function startOfRotation(
  tx: Transaction,
  secret: SecretRecord,
  { rotateEveryDays }: SecretChange,
): Promise<string | undefined> {
  if (rotateEveryDays === undefined || rotateEveryDays === null) return undefined;
  const { createdAt } = await currentVersion(tx, secret);
  return createdAt;
}

async function deprecate(
  { now }: Vault,
  tx: Transaction,
  secret: SecretRecord,
  { deprecated }: SecretChange,
): Promise<Changes> {
  if (deprecated === undefined) return {};
  if (deprecated === null) {
    return secret.deprecatedAt === null ? {} : { deprecatedAt: null, replacement: null };
  }
  const { replacement = null } = deprecated;
  if (secret.deprecatedAt !== null && replacement === secret.replacement) return {};
  if (replacement !== null) await requireReplacement(tx, secret, replacement);
  return { deprecatedAt: secret.deprecatedAt ?? now().toISOString(), replacement };
}

/** A replacement must exist, or it would lead people nowhere. */
async function requireReplacement(tx: Transaction, secret: SecretRecord, name: string): Promise<void> {
  const found = name === secret.name ? [] : await tx.findSecrets(secret.accountId, [name]);
  if (found.some(({ deletedAt }) => deletedAt === null)) return;
  throw new ProblemError('InvalidInput', 'The replacement must be another secret of the account.');
}

/** The previous value is kept as an older version, which can be restored. */
async function rotate(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  secret: SecretRecord,
  change: SecretChange,
  subject: AuditSubject,
  createdAt: string,
): Promise<Changes> {
  const value = await newValue(vault, tx, secret, change);
  if (value === undefined) return {};
  await requireCurrentTerm(vault, tx);
  const { keyring } = vault;
  const { id: secretId, accountId, name, kind } = secret;
  const { bytes, fields } = encodeValue(kind, value);
  for (const field of fields.filter((one) => !secret.fields.includes(one)))
    requireNoCredential(field, 'A field name');
  const version = secret.latestVersion + 1;
  const sealed = keyring.seal({ accountId, secretId, name, kind, version }, bytes);
  const made = { createdAt, createdBy: caller.id };
  const record = { secretId, version, kind, fields, term: keyring.term, sealed, ...made };
  await tx.insertVersion(withVersionMac(keyring, record));
  subject.version = version;
  return { version, latestVersion: version, fields };
}

/**
 * The complete value that was sent, or the current one with single fields changed; the other fields are not
 * shown to anyone.
 */
async function newValue(
  vault: Vault,
  tx: Transaction,
  secret: SecretRecord,
  { value, fields }: SecretChange,
): Promise<SecretValue | undefined> {
  const whole = isEmpty(value) ? undefined : value;
  if (!changesFields(fields)) return whole;
  if (whole === undefined) return changeFields(await openValue(vault, tx, secret), fields);
  throw new ProblemError('InvalidInput', 'Send either a whole new value or single fields.');
}

/** The version that agents currently read. @throws IntegrityError */
async function openValue({ keyring }: Vault, tx: Transaction, secret: SecretRecord): Promise<SecretValue> {
  const { id: secretId, accountId, name, version } = secret;
  const { kind, sealed } = await currentVersion(tx, secret);
  const bytes = keyring.open({ accountId, secretId, name, kind, version }, sealed);
  try {
    return decodeValue(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** @throws IntegrityError */
async function currentVersion(tx: Transaction, { id, version }: SecretRecord): Promise<VersionRecord> {
  const found = await tx.findVersion(id, version);
  if (!found) throw new IntegrityError('the version that a secret points to');
  return found;
}

/**
 * A form submitted without a new value changes only the other fields. An empty value alone is a mistake, such
 * as an unset variable: the sender would believe that the old value was replaced.
 * @throws ProblemError `InvalidInput`
 */
function requireMoreThanNoValue({ value, fields, ...others }: SecretChange): void {
  if (value === undefined || !isEmpty(value) || changesFields(fields)) return;
  if (Object.keys(others).length === 0) throw nothingButEmpty('the secret');
}

/** Whether a form was submitted without a new value. */
function isEmpty(value: SecretChange['value']): boolean {
  return value === undefined || value === '' || Object.keys(value).length === 0;
}
