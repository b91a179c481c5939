import { Buffer } from 'node:buffer';
import { limits } from '../../../contracts/secret.ts';
import { ProblemError } from '../../errors/errors.ts';
import type {
  EnvironmentSecretRecord,
  ReadableEnvironmentSecret,
  VersionRecord,
} from '../../storage/records.ts';
import type { Caller } from '../callers/caller.ts';
import { decodeValue, encodeValue } from '../secrets/secret-value.ts';
import { withVersionMac } from '../rows/version-mac.ts';
import type { Vault } from '../context/vault.ts';

/** Where the value of an environment secret belongs. */
type VariablePlace = Pick<EnvironmentSecretRecord, 'accountId' | 'id' | 'name' | 'version'>;

/** Encrypts a value as the version that `place` names. @throws ProblemError `TooLarge` */
export function sealVariable(
  vault: Vault,
  caller: Caller,
  place: VariablePlace,
  value: string,
): VersionRecord {
  if (Buffer.byteLength(value) > limits.valueBytes) {
    throw new ProblemError('TooLarge', `A value can have at most ${String(limits.valueBytes / 1024)} KiB.`);
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
