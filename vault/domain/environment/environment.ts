import { requireNoCredential } from '../input/texts.ts';
import { Check } from 'typebox/value';
import {
  type EnvironmentPage,
  EnvironmentSecret,
  type EnvironmentSecretChange,
  type NewEnvironmentSecret,
} from '../../../contracts/vault-api/environment.ts';
import { steersPrograms } from '../../../contracts/variable-name.ts';
import { ProblemError } from '../../errors/errors.ts';
import type {
  EnvironmentSecretRecord,
  ReadableEnvironmentSecret,
  VersionRecord,
} from '../../storage/records.ts';
import type { Transaction, View } from '../../storage/storage.ts';
import { audited, auditedLook } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import type { Caller } from '../callers/caller.ts';
import { requireCurrentTerm } from '../context/refresh-keys.ts';
import { verifyEnvironmentSecret, withEnvironmentMac, withVersionMac } from '../rows/row-macs.ts';
import { once, type Repeatable } from '../callers/idempotency.ts';
import { type PageQuery, readPage, toPageRequest } from '../input/pages.ts';
import { decodeValue, encodeValue, nothingButEmpty } from '../secrets/secret-value.ts';
import type { Vault } from '../context/vault.ts';
import { Buffer } from 'node:buffer';
import { limits } from '../../../contracts/secret.ts';

/** The maximum number of environment secrets per person; people see and change only their own. */
const mostVariables = 200;

/** @throws ProblemError `NoUser`, `InvalidInput` */
export async function listEnvironment(
  vault: Vault,
  caller: Caller,
  query: PageQuery,
): Promise<EnvironmentPage> {
  const request = toPageRequest(query);
  return auditedLook(vault, caller, 'environment.list', async (tx) => {
    const userId = requireOwner(caller);
    const list = (page: typeof request) => tx.listEnvironment(userId, page);
    const { items, ...rest } = await readPage(request, list, (secret) => secret.name);
    for (const secret of items) verifyEnvironmentSecret(vault.keyring, secret);
    return { secrets: items.map(toSecret), ...rest };
  });
}

/** @throws ProblemError `NoUser`, `NameTaken`, `TooLarge`, `KeyReused` */
export async function createVariable(
  vault: Vault,
  caller: Caller,
  input: NewEnvironmentSecret,
  key?: string,
): Promise<EnvironmentSecret> {
  const call: Repeatable = { key, route: 'createVariable', request: input };
  const { name, value, description = '' } = input;
  return audited(vault, caller, 'environment.create', async (tx, subject) => {
    const userId = requireOwner(caller);
    requireHarmless(name);
    requireNoCredential(name, 'The name');
    requireNoCredential(description, 'The description');
    return once(vault, tx, caller, call, isVariable, async () => {
      const others = await tx.listEnvironment(userId, { after: undefined, limit: mostVariables });
      if (others.length >= mostVariables) {
        throw new ProblemError(
          'InvalidInput',
          `A person can have at most ${String(mostVariables)} environment secrets.`,
        );
      }
      await requireCurrentTerm(vault, tx);
      const now = vault.now().toISOString();
      const secret = withEnvironmentMac(vault.keyring, {
        id: vault.newId('env'),
        accountId: caller.account.id,
        userId,
        name,
        description,
        version: 1,
        createdAt: now,
        updatedAt: now,
        revision: 1,
      });
      if (!(await tx.insertEnvironmentSecret(secret, sealVariable(vault, caller, secret, value)))) {
        throw new ProblemError('NameTaken', 'You already have an environment secret with this name.');
      }
      await announce(tx, secret);
      fillSubject(subject, secret);
      return toSecret(secret);
    });
  });
}

/**
 * An absent or empty value keeps the stored one.
 * @throws ProblemError `NoUser`, `SecretNotFound`, `TooLarge`, `InvalidInput` for an empty value alone
 */
export async function changeVariable(
  vault: Vault,
  caller: Caller,
  name: string,
  { value: sent, description }: EnvironmentSecretChange,
): Promise<EnvironmentSecret> {
  const work = async (tx: Transaction, subject: AuditSubject): Promise<EnvironmentSecret> => {
    const secret = await requireOwn(vault, tx, caller, name);
    if (sent === '' && description === undefined) throw nothingButEmpty('the environment secret');
    requireNoCredential(description, 'The description');
    const value = sent ?? '';
    const version = value === '' ? secret.version : secret.version + 1;
    if (value !== '') await requireCurrentTerm(vault, tx);
    const changed = withEnvironmentMac(vault.keyring, {
      ...secret,
      ...(description !== undefined && { description }),
      version,
      revision: secret.revision + 1,
      updatedAt: vault.now().toISOString(),
    });
    if (value !== '') await tx.insertVersion(sealVariable(vault, caller, changed, value));
    await tx.updateEnvironmentSecret(changed);
    await announce(tx, changed);
    fillSubject(subject, changed);
    return toSecret(changed);
  };
  return audited(vault, caller, 'environment.change', work, (view) => [
    ...(caller.userId === null ? [] : [view.findEnvironmentSecret(caller.userId, name)]),
    view.keys(),
  ]);
}

/** Destroys the value with its keys immediately. @throws ProblemError `NoUser`, `SecretNotFound` */
export async function deleteVariable(vault: Vault, caller: Caller, name: string): Promise<void> {
  await audited(vault, caller, 'environment.delete', async (tx, subject) => {
    const secret = await requireOwn(vault, tx, caller, name);
    await tx.deleteEnvironmentSecret(secret.id);
    await announce(tx, secret);
    fillSubject(subject, secret);
  });
}

/** @throws ProblemError `NoUser`: agents and the first key of a vault belong to no person */
export function requireOwner({ userId }: Caller): string {
  if (userId !== null) return userId;
  throw new ProblemError(
    'NoUser',
    'The key does not belong to a person. Ask an account admin for a personal key.',
  );
}

function requireHarmless(name: string): void {
  if (!steersPrograms(name)) return;
  throw new ProblemError(
    'InvalidInput',
    'This variable controls what programs run or trust. Choose another name.',
  );
}

async function requireOwn(
  vault: Vault,
  tx: Pick<View, 'findEnvironmentSecret'>,
  caller: Caller,
  name: string,
): Promise<EnvironmentSecretRecord> {
  const secret = await tx.findEnvironmentSecret(requireOwner(caller), name);
  if (!secret) throw new ProblemError('SecretNotFound', 'You have no environment secret with this name.');
  verifyEnvironmentSecret(vault.keyring, secret);
  return secret;
}

/** Updates the person's other windows. */
function announce(
  tx: Pick<Transaction, 'appendEvent'>,
  { accountId, userId }: EnvironmentSecretRecord,
): Promise<void> {
  return tx.appendEvent(accountId, { type: 'environment-changed', userId });
}

function fillSubject(subject: AuditSubject, { id, name, version, revision }: EnvironmentSecretRecord): void {
  Object.assign(subject, { targetId: id, secretName: name, version, revision });
}

function isVariable(value: unknown): value is EnvironmentSecret {
  return Check(EnvironmentSecret, value);
}

function toSecret({ name, description, version, createdAt, updatedAt }: EnvironmentSecretRecord) {
  return { name, description, version, createdAt, updatedAt };
}

/** Where the value of an environment secret belongs. */
type VariablePlace = Pick<EnvironmentSecretRecord, 'accountId' | 'id' | 'name' | 'version'>;

/** Encrypts a value as the version that `place` specifies. @throws ProblemError `TooLarge` */
export function sealVariable(
  vault: Vault,
  caller: Caller,
  place: VariablePlace,
  value: string,
): VersionRecord {
  if (Buffer.byteLength(value) > limits.valueBytes) {
    throw new ProblemError('TooLarge', `A value can be at most ${String(limits.valueBytes / 1024)} KiB.`);
  }
  const { bytes } = encodeValue('single', value);
  return withVersionMac(vault.keyring, {
    secretId: place.id,
    version: place.version,
    kind: 'single',
    fields: [],
    term: vault.keyring.term,
    createdAt: vault.now().toISOString(),
    createdBy: caller.id,
    sealed: vault.keyring.seal(placeInVault(place), bytes),
  });
}

/** @throws IntegrityError */
export function openVariable({ keyring }: Vault, { secret, sealed }: ReadableEnvironmentSecret): string {
  const value = decodeValue(keyring.open(placeInVault(secret), sealed));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function placeInVault({ accountId, id, name, version }: VariablePlace) {
  return { accountId, secretId: id, name, version, kind: 'single' } as const;
}
