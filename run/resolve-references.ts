import type { SecretReading } from '../contracts/vault-api/secrets.ts';
import { VaultError } from '../vault-client/index.ts';
import { RunRefused } from './run-refused.ts';
import type { SecretReference } from './secret-reference.ts';

type Value = SecretReading['value'];

/** A variable of a program that contains a secret, or one of its fields. */
export interface WantedVariable {
  readonly name: string;
  readonly reference: SecretReference;
}

/** Resolves all of them, or none. @throws RunRefused about the first that has no value, VaultError */
export async function resolveReferences(
  wanted: readonly WantedVariable[],
  read: (secret: string) => Promise<Value>,
): Promise<Readonly<Record<string, string>>> {
  const secrets = [...new Set(wanted.map(({ reference }) => reference.secret))];
  const settled = await Promise.allSettled(secrets.map((secret) => read(secret)));
  const values = new Map(secrets.map((secret, index) => [secret, settled[index]]));
  const resolved = wanted.map((one): [string, string] => [
    one.name,
    valueOf(one, values.get(one.reference.secret)),
  ]);
  return Object.fromEntries(resolved);
}

function valueOf({ name, reference }: WantedVariable, read: PromiseSettledResult<Value> | undefined): string {
  const about = { variable: name, ...reference };
  if (read?.status !== 'fulfilled') throw refusal(about, read?.reason);
  const { field } = reference;
  if (typeof read.value === 'string') {
    if (field === undefined) return read.value;
    throw new RunRefused('noFields', about);
  }
  const fields = Object.keys(read.value);
  if (field === undefined) throw new RunRefused('fieldNeeded', { ...about, fields });
  const value = Object.hasOwn(read.value, field) ? read.value[field] : undefined;
  if (value === undefined) throw new RunRefused('noSuchField', { ...about, fields });
  return value;
}

function refusal(about: RunRefused['about'], reason: unknown): unknown {
  const code = reason instanceof VaultError ? reason.code : undefined;
  return code === 'SecretNotFound' || code === 'MissingAccess' ? new RunRefused(code, about) : reason;
}
