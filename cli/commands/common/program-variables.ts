import { readFileSync } from 'node:fs';
import path from 'node:path';
import { steersPrograms } from '../../../contracts/variable-name.ts';
import { EnvFileError, type EnvFileVariable, parseEnvFile } from '../../../run/env-file.ts';
import {
  isReference,
  parseReference,
  parseShortReference,
  type WantedVariable,
} from '../../../run/secret-references.ts';
import { CliError } from '../../host/cli-error.ts';
import { visible } from '../../../contracts/visible-text.ts';

/** What a program gets in addition to the environment secrets. */
export interface ProgramVariables {
  readonly plain: Readonly<Record<string, string>>;
  readonly wanted: readonly WantedVariable[];
}

/**
 * Parses `--env-file` and `--env`. Later ones take precedence, and `--env` overrides all files. @throws
 * CliError without quoting any value
 */
export function programVariables(
  files: readonly string[],
  options: readonly string[],
  cwd: string,
): ProgramVariables {
  const fromFiles = files.flatMap((file) =>
    readEnvFile(file, cwd).map((one) => ({ name: one.name, means: meaningOf(one, file) })),
  );
  const all = new Map(fromFiles.map(({ name, means }) => [name, means]));
  for (const wanted of options.map(wantedBy)) all.set(wanted.name, wanted);
  const plain = new Map<string, string>();
  const wanted: WantedVariable[] = [];
  for (const [name, means] of all) {
    if (typeof means === 'string') plain.set(name, means);
    else wanted.push(means);
  }
  return { plain: Object.fromEntries(plain), wanted };
}

function readEnvFile(file: string, cwd: string): readonly EnvFileVariable[] {
  try {
    const bytes = readFileSync(path.resolve(cwd, file));
    return parseEnvFile(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof EnvFileError) {
      throw new CliError(`${visible(file)}, line ${error.line}: expected NAME=value.`);
    }
    throw new CliError(
      `The file ${visible(file)} cannot be read. Check its path and its permissions, and that it is UTF-8.`,
    );
  }
}

/** Returns the plain value of a line, or the reference that it contains. */
function meaningOf({ line, name, value }: EnvFileVariable, file: string): WantedVariable | string {
  const place = `${visible(file)}, line ${line}: `;
  requireHarmless(name, place);
  if (!isReference(value)) return value;
  const reference = parseReference(value);
  if (reference) return { name, reference };
  throw new CliError(
    `${place}${name} is not a reference. Write agent-secrets://secret or agent-secrets://secret/field.`,
  );
}

function wantedBy(option: string): WantedVariable {
  const [, name, text = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(option) ?? [];
  const reference = parseShortReference(text);
  if (name === undefined || reference === undefined) {
    throw new CliError('--env takes VARIABLE=secret or VARIABLE=secret.field, never a value.');
  }
  requireHarmless(name, '');
  return { name, reference };
}

function requireHarmless(name: string, place: string): void {
  if (steersPrograms(name)) throw new CliError(`${place}${steeringText(name)} Choose another name.`);
}

/** Explains why a variable is rejected. */
export function steeringText(name: string): string {
  return `${name} cannot be set: it controls what programs run or trust.`;
}
