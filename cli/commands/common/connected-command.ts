import type { Command } from 'commander';
import type { Identity } from '../../../contracts/vault-api/identity.ts';
import { addVaultOptions } from './options.ts';
import { CliError, type ExitCode, exitCodes } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { connectToVault, type VaultOption } from '../../knowledge/vault-connection.ts';
import { ahead } from '../../output/ages.ts';
import { visible } from '../../../contracts/visible-text.ts';
import { toJson } from '../../output/visible-text.ts';
import { type VaultClient, VaultError } from '../../../vault-client/index.ts';

export interface ConnectedOptions extends VaultOption {
  readonly json?: boolean;
}

/** A vault client, and the account that its key belongs to. */
export interface Connection {
  readonly vault: VaultClient;
  /** The account of the key. */
  readonly accountId: string;
  readonly host: CliHost;
}

/** A command's output, both as the vault's response and as text. */
export interface Answer {
  readonly json: unknown;
  /** Without a trailing line break. */
  readonly text: string;
  /** Not 0 if the result indicates a problem. */
  readonly code?: ExitCode;
}

/** `args` are the command's arguments in order. */
type Work<Options> = (connection: Connection, args: readonly string[], options: Options) => Promise<Answer>;

/**
 * Turns a command into one that works with a vault over the network. Adds the common options, and prints the
 * result as text or JSON.
 */
export function connectedCommand<Options extends ConnectedOptions>(
  command: Command,
  host: CliHost,
  done: (code: ExitCode) => void,
  work: Work<Options>,
): void {
  addVaultOptions(command)
    .option('--json', 'print the response of the vault as JSON')
    .action(async () => {
      const options = command.opts<Options>();
      const connection = await connect(options, host);
      done(printAnswer(await work(connection, command.args, options), options, host));
    });
}

/** Returns the exit code. */
export function printAnswer(
  { json, text, code = exitCodes.clean }: Answer,
  options: { readonly json?: boolean },
  { print }: Pick<CliHost, 'print'>,
): ExitCode {
  print(options.json === true ? toJson(json) : `${text}\n`);
  return code;
}

/** Identifies the caller first, so that an invalid key is reported before the user types a value. */
async function connect(options: VaultOption, host: CliHost): Promise<Connection> {
  const vault = connectToVault(options, host);
  const identity = await vault.me();
  noteEnd(identity, host);
  return { vault, accountId: identity.accountId, host };
}

/** Doesn't warn about sign-in sessions: they expire within hours, and signing in again is easy. */
function noteEnd({ id, role, expiresAt }: Identity, host: CliHost): void {
  if (expiresAt === undefined || id.startsWith('ses_')) return;
  if (Date.parse(expiresAt) - Date.parse(host.now()) > warnedBefore) return;
  const next =
    role === 'admin'
      ? 'Issue a new one before then: agent-secrets tokens issue NAME --role admin'
      : 'Ask an account admin for a new one.';
  host.note(`note: your key expires ${ahead(expiresAt, host.now())}. ${next}`);
}

const warnedBefore = 30 * 86_400_000;

/**
 * Adds `way` to a "forbidden" error, because a role that can't query the whole account may still be allowed
 * to query a single agent. @throws CliError, VaultError
 */
export async function withAuthorHint<T>(asked: Promise<T>, way: string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof VaultError) || error.code !== 'Forbidden') throw error;
    throw new CliError(`${visible(error.message)} ${way}`);
  }
}
