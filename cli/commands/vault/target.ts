import path from 'node:path';
import type { Command } from 'commander';
import { CliError } from '../../cli-error.ts';
import { showProgress } from '../../output/progress.ts';
import type { CliHost } from '../../cli-host.ts';
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
    .option('--root-key <setting>', 'where the root key is; default: a file in the data folder')
    .option('--database <url>', 'PostgreSQL database of the vault; default: AGENT_SECRETS_DATABASE');
}

export function targetOf(
  { data, database, rootKey }: TargetOptions,
  { cwd, env }: Pick<CliHost, 'cwd' | 'env'>,
): OperatorTarget {
  const from = databaseAddress(database, { cwd, env });
  return {
    dataDir: folderOf(data, { cwd }),
    ...(from !== undefined && { database: from }),
    ...(rootKey !== undefined && { rootKey }),
  };
}

/** A folder; a misspelt address would become one of that name. @throws CliError that tells no password */
export function folderOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme === undefined) return path.resolve(cwd, text);
  throw new CliError(`${scheme}… is not a folder. Name a database as postgres://…`);
}

/** An address stays as it is, a path is resolved. */
export function placeOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  return /^https?:\/\//.test(text) ? text : path.resolve(cwd, text);
}

/** Where segments of the log are exported to: a bucket stays as it is, a path is resolved. */
export function segmentPlaceOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  return text.startsWith('s3://') ? text : folderOf(text, { cwd });
}

/** Where entries are streamed to: an address stays as it is, a path is resolved. */
export function streamPlaceOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : path.resolve(cwd, text);
}

/** Long work says how far it is on one line, which goes when the work ends. */
export async function withProgress<T>(
  host: CliHost,
  phases: Readonly<Record<string, string>>,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  let current = '';
  let progress = showProgress(host, '');
  const onProgress: OnProgress = (phase, done, of) => {
    if (phase !== current) progress = showProgress(host, phases[phase] ?? phase);
    current = phase;
    progress.report(done, of);
  };
  try {
    return await work(onProgress);
  } finally {
    progress.end();
  }
}
