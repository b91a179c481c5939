import { type Answer, printAnswer } from '../common/connected-command.ts';
import { withoutUndefined } from '../../../contracts/without-undefined.ts';
import path from 'node:path';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { OnProgress, OperatorTarget } from '../../../vault/operator/target.ts';
import { CliError } from '../../host/cli-error.ts';
import type { CliHost, VaultModule } from '../../host/cli-host.ts';
import { showProgress } from '../../output/progress.ts';

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
  const address = databaseAddress(database, { cwd, env });
  return withoutUndefined({ dataDir: folderOf(data, { cwd }), database: address, rootKey });
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

export const vaultPhases = {
  copying: 'Copying',
  entries: 'Verifying the audit log',
  secrets: 'Verifying secrets',
  sealing: 'Sealing segments',
  exporting: 'Exporting segments',
  'reading-back': 'Reading segments back',
  pruning: 'Pruning',
};

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

/** An operator's work on a vault of this machine. */
interface Operation<Options> {
  readonly operator: VaultModule['operator'];
  readonly target: OperatorTarget;
  readonly onProgress: OnProgress;
  readonly options: Options;
  /** The arguments of the command, in their order. */
  readonly args: readonly string[];
}

/**
 * Turns a command with the options of {@link addTargetOptions} into one that works on a vault, shows progress
 * and prints the result as text or JSON.
 */
export function operatorCommand<Options extends TargetOptions>(
  command: Command,
  host: CliHost,
  done: (code: number) => void,
  work: (operation: Operation<Options>) => Promise<Answer>,
): void {
  command.option('--json', 'print JSON, for programs').action(async () => {
    const options = command.opts<Options & { readonly json?: boolean }>();
    const { args } = command;
    const target = targetOf(options, host);
    const answer = await withVaultModule(host, ({ operator }) =>
      withProgress(host, vaultPhases, (onProgress) => work({ operator, target, onProgress, options, args })),
    );
    done(printAnswer(answer, options, host));
  });
}

const addressVariable = 'AGENT_SECRETS_DATABASE';
const passwordVariable = 'AGENT_SECRETS_DATABASE_PASSWORD_FILE';

/**
 * The given database, else the one of the environment, because a URL with a password should not appear in
 * process lists. A password from a separate file is added to a URL that has none. An empty variable counts as
 * unset, as everywhere. @throws CliError
 */
export function databaseAddress(
  named: string | undefined,
  { cwd, env }: Pick<CliHost, 'cwd' | 'env'>,
): string | undefined {
  const address = named ?? env[addressVariable];
  const file = env[passwordVariable];
  if (!address) return undefined;
  return file ? withPassword(address, path.resolve(cwd, file)) : address;
}

/** Invalid URLs are rejected elsewhere. */
function withPassword(address: string, file: string): string {
  const url = URL.parse(address);
  if (url === null || url.password !== '') return address;
  url.password = encodeURIComponent(readPassword(file));
  return url.href;
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CliError(
      `The password of the database cannot be read from ${file}, which ${passwordVariable} names. Check its path and its permissions.`,
    );
  }
}

const oldestNode = 24;

/**
 * Runs `work` with the vault's own module; every `agent-secrets vault` command uses this. @throws CliError
 * with the vault's message, or with only the name of an error that is not meant for users
 */
export async function withVaultModule<T>(
  host: CliHost,
  work: (vault: VaultModule) => Promise<T>,
): Promise<T> {
  // Its database driver does not reject an older Node: it crashes without a message.
  if (host.nodeMajor < oldestNode) {
    throw new CliError(`The vault needs Node ${oldestNode} or newer; this is Node ${host.nodeMajor}.`);
  }
  const vault = load(host);
  try {
    return await work(vault);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const sentence = vault.operator.sentenceOf(error);
    throw new CliError(sentence ?? `The vault failed: ${nameOf(error)}. Please report this.`);
  }
}

function load(host: CliHost): VaultModule {
  try {
    return host.loadVault();
  } catch (error) {
    throw new CliError(
      codeOf(error) === 'MODULE_NOT_FOUND'
        ? 'The vault is not installed with this program: vault.js is missing.'
        : `The vault could not be loaded: ${nameOf(error)}.`,
    );
  }
}

/** Identifies the error without its message, which may contain anything. */
function nameOf(error: unknown): string {
  const code = codeOf(error);
  const name = error instanceof Error ? error.name : typeof error;
  return code === undefined ? name : `${name} ${code}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
