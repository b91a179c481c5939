import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CliError } from '../cli-error.ts';
import type { CliHost } from '../cli-host.ts';

type Around = Pick<CliHost, 'cwd' | 'input'>;

/** The source of a secret text that is not typed. */
export interface TextSource {
  /** A path, or `-` for standard input. */
  readonly file?: string | undefined;
  /** Keeps a trailing line break, which is removed by default. */
  readonly keepNewline?: boolean | undefined;
}

/** Whether a user has to type it: no file is given, and standard input is a terminal. */
export function mustBeTyped({ file }: TextSource, { input }: Around): boolean {
  return file === undefined && input.isTerminal;
}

/**
 * The text of a file or of standard input, without the trailing line break that editors and `echo` add. No
 * error quotes any of it. @throws CliError
 */
export async function readText({ file, keepNewline }: TextSource, host: Around): Promise<string> {
  const piped = file === undefined || file === '-';
  const bytes = piped ? await pipedBytes(host) : await fileBytes(file, host.cwd);
  const text = decode(bytes, piped ? 'standard input' : file);
  return keepNewline === true ? text : text.replace(/\r?\n$/, '');
}

/**
 * A line that is not shown while it is typed. Prompts twice, because it is never displayed: a typo would only
 * be noticed when an agent fails. @throws CliError
 */
export async function typeTwice({ input }: Around, what: string): Promise<string> {
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
