import path from 'node:path';
import type { Command } from 'commander';
import { CliError } from '../../cli-error.ts';
import { showProgress } from '../../output/progress.ts';
import type { Surroundings, VaultModule } from '../../surroundings.ts';
import { databaseAddress } from './database-address.ts';
import type { OnProgress, OperatorTarget } from '../../../vault/operator/target.ts';

export interface TargetOptions {
  readonly data: string;
  readonly database?: string;
  readonly rootKey?: string;
}

/** Which vault is meant: as `vault serve` is told it. */
export function addTargetOptions(command: Command): Command {
  return command
    .requiredOption('--data <dir>', 'folder of the vault')
    .option('--root-key <setting>', 'what protects the keys; a file in the data folder by default')
    .option('--database <url>', 'PostgreSQL that keeps everything; the default is AGENT_SECRETS_DATABASE');
}

export function targetOf(
  { data, database, rootKey }: TargetOptions,
  { cwd, env }: Pick<Surroundings, 'cwd' | 'env'>,
): OperatorTarget {
  const from = databaseAddress(database, { cwd, env });
  return {
    dataDir: folderOf(data, { cwd }),
    ...(from !== undefined && { database: from }),
    ...(rootKey !== undefined && { rootKey }),
  };
}

/** A folder; a misspelt address would become one of that name. @throws CliError that tells no password */
export function folderOf(text: string, { cwd }: Pick<Surroundings, 'cwd'>): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme === undefined) return path.resolve(cwd, text);
  throw new CliError(`${scheme}… is no folder. A database is given as postgres://…`);
}

/** An address stays as it is, a path is resolved. */
export function placeOf(text: string, { cwd }: Pick<Surroundings, 'cwd'>): string {
  return /^https?:\/\//.test(text) ? text : path.resolve(cwd, text);
}

const oldestNode = 24;

/** Runs `work` with the vault's own module. @throws CliError with the vault's sentence */
export async function withVaultModule<T>(
  around: Surroundings,
  work: (vault: VaultModule) => Promise<T>,
): Promise<T> {
  // Its database driver does not refuse an older Node: it crashes there, without a word.
  if (around.nodeMajor < oldestNode) {
    throw new CliError(`The vault needs Node ${oldestNode} or newer; this is Node ${around.nodeMajor}.`);
  }
  const vault = load(around);
  try {
    return await work(vault);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const sentence = vault.operator.sentenceOf(error);
    throw new CliError(sentence ?? `The vault failed: ${nameOf(error)}. Please report this.`);
  }
}

function load(around: Surroundings): VaultModule {
  try {
    return around.loadVault();
  } catch (error) {
    throw new CliError(
      codeOf(error) === 'MODULE_NOT_FOUND'
        ? 'The vault is not installed beside this program: vault.js is missing.'
        : `The vault could not be loaded: ${nameOf(error)}.`,
    );
  }
}

/** Long work says how far it is on one line, which goes when the work ends. */
export async function withProgress<T>(
  around: Surroundings,
  phases: Readonly<Record<string, string>>,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  let current = '';
  let progress = showProgress(around, '');
  const onProgress: OnProgress = (phase, done, of) => {
    if (phase !== current) progress = showProgress(around, phases[phase] ?? phase);
    current = phase;
    progress.report(done, of);
  };
  try {
    return await work(onProgress);
  } finally {
    progress.end();
  }
}

/** What the error is, without its message: that may hold anything. */
function nameOf(error: unknown): string {
  const code = codeOf(error);
  const name = error instanceof Error ? error.name : typeof error;
  return code === undefined ? name : `${name} ${code}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
