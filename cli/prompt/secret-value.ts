import { limits, nameProblem, type SecretKind } from '../../contracts/secret.ts';
import type { SecretValue } from '../../contracts/vault-api/secrets.ts';
import { CliError } from '../cli-error.ts';
import type { CliHost } from '../cli-host.ts';
import { mustBeTyped, readText, type TextSource, typeTwice } from './secret-text.ts';

type Around = Pick<CliHost, 'cwd' | 'input'>;

export interface ValueRequest extends TextSource {
  readonly kind: SecretKind;
  /** The fields of a key/value secret, which the user is prompted for. */
  readonly fields: readonly string[];
}

/**
 * A value from a file, from standard input or typed; never empty. No error reveals any of it. @throws
 * CliError
 */
export async function readValue(request: ValueRequest, host: Around): Promise<SecretValue> {
  const value = mustBeTyped(request, host)
    ? await typeValue(request, host)
    : parseValue(request.kind, await readText(request, host));
  if (sizeOf(value) <= limits.valueBytes) return value;
  throw new CliError(
    `The value is too large: a value can have at most ${String(limits.valueBytes / 1024)} KiB.`,
  );
}

async function typeValue({ kind, fields }: ValueRequest, host: Around): Promise<SecretValue> {
  if (kind === 'single') return typeTwice(host, 'Value');
  if (fields.length === 0) throw new CliError('List the fields of the secret with --field NAME.');
  const typed: [string, string][] = [];
  for (const field of fields) typed.push([requireField(field), await typeTwice(host, `Field ${field}`)]);
  return Object.fromEntries(typed);
}

function parseValue(kind: SecretKind, text: string): SecretValue {
  if (text === '') throw new CliError('The value is empty, so nothing was changed.');
  if (kind === 'single') return text;
  const value = parseFields(text);
  if (value !== undefined) return value;
  throw new CliError(
    'Pass a key/value secret as a JSON object with text values, {"field": "value"}, with 1 to 64 non-empty fields.',
  );
}

/** The parser's own message would quote part of the value. */
function parseFields(text: string): Record<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length === 0 || entries.length > limits.fields) return undefined;
  const fields: [string, string][] = [];
  for (const [field, one] of entries) {
    if (typeof one !== 'string' || one === '') return undefined;
    fields.push([requireField(field), one]);
  }
  return Object.fromEntries(fields);
}

/** The name is not shown, because it may be a misplaced value. */
function requireField(field: string): string {
  if (nameProblem(field) === undefined) return field;
  throw new CliError(
    'The name of a field must have at most 128 printable characters, without leading or trailing spaces.',
  );
}

function sizeOf(value: SecretValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return Buffer.byteLength(Object.entries(value).flat().join(''));
}
