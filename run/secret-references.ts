import { nameProblem } from '../contracts/secret.ts';
import type { SecretReading } from '../contracts/vault-api/secrets.ts';
import { RunRefused } from './run-refused.ts';
import { VaultError } from '../vault-client/index.ts';

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

/** Identifies a secret, or one of its fields, whose value goes into a variable. */
export interface SecretReference {
  readonly secret: string;
  readonly field?: string;
}

const scheme = 'agent-secrets:';

/** Whether the text is meant as a reference, even if it is not a valid one. */
export function isReference(text: string): boolean {
  return text.startsWith(scheme);
}

/** `agent-secrets://secret` or `agent-secrets://secret/field`, each part percent-encoded where needed. */
export function parseReference(text: string): SecretReference | undefined {
  const [, secret, field] = /^agent-secrets:\/\/([^/]+)(?:\/([^/]+))?$/.exec(text) ?? [];
  return referenceTo(decoded(secret), decoded(field));
}

/** `secret`, `secret.field`, or a reference, which also supports names with a dot. */
export function parseShortReference(text: string): SecretReference | undefined {
  if (isReference(text)) return parseReference(text);
  const dot = text.indexOf('.');
  return dot < 0 ? referenceTo(text) : referenceTo(text.slice(0, dot), text.slice(dot + 1));
}

/** An empty text is not a name. */
function referenceTo(secret = '', field?: string): SecretReference | undefined {
  if (nameProblem(secret) !== undefined || field === '') return undefined;
  return field === undefined ? { secret } : { secret, field };
}

/** Empty if the percent-encoding is invalid. */
function decoded(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return '';
  }
}
