import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { limits, nameProblem, type SecretKind } from '../../contracts/secret.ts';
import type { SecretValue } from '../../contracts/vault-api/secrets.ts';
import { CliError } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';

type Around = Pick<CliHost, 'cwd' | 'input'>;

export interface ValueRequest extends TextSource {
  readonly kind: SecretKind;
  /** The fields of a key/value secret. The user is prompted for each. */
  readonly fields: readonly string[];
}

/**
 * Reads a value from a file, standard input, or a prompt. The value is never empty, and no error reveals any
 * of it. @throws CliError
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
    'Pass a key/value secret as a JSON object of strings, {"field": "value"}, with 1 to 64 non-empty fields.',
  );
}

/** Doesn't use the parser's own message, which would quote part of the value. */
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

/** The error omits the name, which may be a misplaced value. */
function requireField(field: string): string {
  if (nameProblem(field) === undefined) return field;
  throw new CliError(
    'A field name must have at most 128 printable characters, without leading or trailing spaces.',
  );
}

function sizeOf(value: SecretValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return Buffer.byteLength(Object.entries(value).flat().join(''));
}

/** The source of a secret that is not typed. */
export interface TextSource {
  /** A path, or `-` for standard input. */
  readonly file?: string | undefined;
  /** Whether to keep a trailing line break, which is removed by default. */
  readonly keepNewline?: boolean | undefined;
}

/** Whether the user has to type the value: no file is given, and standard input is a terminal. */
export function mustBeTyped({ file }: TextSource, { input }: Around): boolean {
  return file === undefined && input.isTerminal;
}

/**
 * Reads a file or standard input, without the trailing line break that editors and `echo` add. No error
 * quotes any of the text. @throws CliError
 */
export async function readText({ file, keepNewline }: TextSource, host: Around): Promise<string> {
  const piped = file === undefined || file === '-';
  const bytes = piped ? await pipedBytes(host) : await fileBytes(file, host.cwd);
  const text = decode(bytes, piped ? 'standard input' : file);
  return keepNewline === true ? text : text.replace(/\r?\n$/, '');
}

/**
 * Prompts twice for a hidden value. Because it is never displayed, a typo would otherwise go unnoticed until
 * an agent fails. @throws CliError
 */
async function typeTwice({ input }: Around, what: string): Promise<string> {
  const first = await input.ask(`${what} (hidden): `, { hidden: true });
  if (first === '') throw new CliError(`${what} is empty, so nothing was changed.`);
  const second = await input.ask(`${what}, again: `, { hidden: true });
  if (first === second) return first;
  throw new CliError(
    'The two values differ, so nothing was changed. Use --value-file FILE for a value with line breaks.',
  );
}

async function pipedBytes({ input }: Around): Promise<Uint8Array> {
  if (input.isTerminal) {
    throw new CliError(
      'Standard input is a terminal, which would show the value. Leave out `-` to enter it at a hidden prompt.',
    );
  }
  return input.readAll();
}

async function fileBytes(file: string, cwd: string): Promise<Uint8Array> {
  try {
    return await readFile(path.resolve(cwd, file));
  } catch {
    throw new CliError(`${file} cannot be read. Check its path and its permissions.`);
  }
}

function decode(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(`${where} does not contain valid UTF-8 text. Encode it, for example with base64.`);
  }
}
