import path from 'node:path';
import type { Command } from 'commander';
import { CliError } from '../../cli-error.ts';
import { showProgress } from '../../output/progress.ts';
import type { CliHost } from '../../cli-host.ts';
import { databaseAddress } from './database-address.ts';
import type { OnProgress, OperatorTarget } from '../../../vault/operator/open-beside.ts';

export interface TargetOptions {
  readonly data: string;
  readonly database?: string;
  readonly rootKey?: string;
}

/** The vault to work on, with the same options as `vault serve`. */
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

/** A folder; a mistyped URL would create a folder of that name. @throws CliError that reveals no password */
export function folderOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme === undefined) return path.resolve(cwd, text);
  throw new CliError(`${scheme}… is not a folder. Write a database as postgres://…`);
}

/** A URL is unchanged, a path is resolved. */
export function placeOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  return /^https?:\/\//.test(text) ? text : path.resolve(cwd, text);
}

/** The export destination of log segments: a bucket is unchanged, a path is resolved. */
export function segmentPlaceOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  return text.startsWith('s3://') ? text : folderOf(text, { cwd });
}

/** The destination of streamed entries: a URL is unchanged, a path is resolved. */
export function streamPlaceOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : path.resolve(cwd, text);
}

/** Shows the progress of long operations on one line, which is removed at the end. */
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
