import { type Answer, printAnswer } from '../common/connected-command.ts';
import { withoutUndefined } from '../../../contracts/without-undefined.ts';
import path from 'node:path';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { OnProgress, OperatorTarget } from '../../../vault/operator/open-beside.ts';
import { CliError } from '../../host/cli-error.ts';
import type { CliHost, VaultModule } from '../../host/cli-host.ts';
import { vaultPackage } from '../../host/load-vault.ts';
import { showProgress } from '../../output/progress.ts';

export interface TargetOptions {
  readonly data: string;
  readonly database?: string;
  readonly rootKey?: string;
}

/** Adds the options that identify the vault, which are the same as for `vault serve`. */
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

/**
 * Resolves a folder, and rejects URLs: a mistyped URL would create a folder with that name. @throws CliError
 * that reveals no password
 */
export function folderOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme === undefined) return path.resolve(cwd, text);
  throw new CliError(`${scheme}… is not a folder. Write a database as postgres://…`);
}

/** Keeps a URL unchanged and resolves a path. */
export function placeOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  return /^https?:\/\//.test(text) ? text : path.resolve(cwd, text);
}

/** Log segments are exported here. Keeps a bucket unchanged and resolves a path. */
export function segmentPlaceOf(text: string, { cwd }: Pick<CliHost, 'cwd'>): string {
  return text.startsWith('s3://') ? text : folderOf(text, { cwd });
}

/** Log entries are streamed here. Keeps a URL unchanged and resolves a path. */
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

/** Shows a long operation's progress on one line, which is removed at the end. */
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

/** An operator's command on a vault on this machine. */
interface Operation<Options> {
  readonly operator: VaultModule['operator'];
  readonly target: OperatorTarget;
  readonly onProgress: OnProgress;
  readonly options: Options;
  /** The command's arguments in order. */
  readonly args: readonly string[];
}

/**
 * Turns a command into one with the options of {@link addTargetOptions} that works on a vault, shows
 * progress, and prints the result as text or JSON.
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
 * Returns the given database, or else the one from the environment, because a URL with a password should not
 * appear in process lists. If the URL has no password, adds the one from the password file. An empty variable
 * counts as unset, as everywhere. @throws CliError
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
 * Loads the vault module and runs `work` with it. Every `agent-secrets vault` command uses this. @throws
 * CliError with the vault's message, or only with the error's name if the message is not meant for users
 */
export async function withVaultModule<T>(
  host: CliHost,
  work: (vault: VaultModule) => Promise<T>,
): Promise<T> {
  // On an older Node, the vault's database driver crashes without an error message.
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
    if (error instanceof CliError) throw error;
    throw new CliError(
      codeOf(error) === 'MODULE_NOT_FOUND'
        ? `The vault is not installed. Install it next to this program: npm install ${vaultPackage}@${host.version} (with -g if this program was installed with -g).`
        : `The vault could not be loaded: ${nameOf(error)}.`,
    );
  }
}

/** Identifies the error without its message, which may contain sensitive data. */
function nameOf(error: unknown): string {
  const code = codeOf(error);
  const name = error instanceof Error ? error.name : typeof error;
  return code === undefined ? name : `${name} ${code}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
