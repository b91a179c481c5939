import { nameProblem } from '../contracts/secret.ts';
import type { SecretReading } from '../contracts/vault-api/secrets.ts';
import { RunRefused } from './run-refused.ts';
import { VaultError } from '../vault-client/index.ts';

type Value = SecretReading['value'];

/** A program's variable that gets a secret or one of its fields as its value. */
export interface WantedVariable {
  readonly name: string;
  readonly reference: SecretReference;
}

/** Resolves all references or none. @throws RunRefused about the first one without a value, VaultError */
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

/** Identifies a secret or one of its fields. */
export interface SecretReference {
  readonly secret: string;
  readonly field?: string;
}

const scheme = 'agent-secrets:';

/** Whether the text is meant as a reference, even if it is invalid. */
export function isReference(text: string): boolean {
  return text.startsWith(scheme);
}

/**
 * Parses `agent-secrets://secret` or `agent-secrets://secret/field`. Both parts are percent-encoded as
 * needed.
 */
export function parseReference(text: string): SecretReference | undefined {
  const [, secret, field] = /^agent-secrets:\/\/([^/]+)(?:\/([^/]+))?$/.exec(text) ?? [];
  return referenceTo(decoded(secret), decoded(field));
}

/** Parses `secret`, `secret.field`, or a full reference, which also supports names that contain a dot. */
export function parseShortReference(text: string): SecretReference | undefined {
  if (isReference(text)) return parseReference(text);
  const dot = text.indexOf('.');
  return dot < 0 ? referenceTo(text) : referenceTo(text.slice(0, dot), text.slice(dot + 1));
}

/** An empty string is not a name. */
function referenceTo(secret = '', field?: string): SecretReference | undefined {
  if (nameProblem(secret) !== undefined || field === '') return undefined;
  return field === undefined ? { secret } : { secret, field };
}

/** Returns an empty string if the percent-encoding is invalid. */
function decoded(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return '';
  }
}
