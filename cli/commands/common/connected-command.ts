import type { Command } from 'commander';
import { type ExitCode, exitCodes } from '../../cli-error.ts';
import type { Identity } from '../../../contracts/vault-api/identity.ts';
import type { VaultClient } from '../../../vault-client/index.ts';
import { connectToVault } from '../../knowledge/vault-connection.ts';
import { ahead } from '../../output/ages.ts';
import { toJson } from '../../output/visible-text.ts';
import type { CliHost } from '../../cli-host.ts';
import { addVaultOptions, type VaultOption } from './options.ts';

export interface ConnectedOptions extends VaultOption {
  readonly json?: boolean;
}

/** A vault that knows whose key it was asked with. */
export interface Connection {
  readonly vault: VaultClient;
  /** The account of the key. */
  readonly accountId: string;
  readonly host: CliHost;
}

/** What a command says: exactly what the vault answered, and the same for people. */
export interface Answer {
  readonly json: unknown;
  /** Without a line break at its end. */
  readonly text: string;
  /** Other than 0 when what was found is not well. */
  readonly code?: ExitCode;
}

/** `args` are the arguments of the command, in their order. */
type Work<Options> = (connection: Connection, args: readonly string[], options: Options) => Promise<Answer>;

/**
 * Makes of a command one that works with a vault over the network: gives it the options of all of them,
 * and prints what it does for people or programs.
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
      const { json, text, code } = await work(connection, command.args, options);
      host.print(options.json === true ? toJson(json) : `${text}\n`);
      done(code ?? exitCodes.clean);
    });
}

/** Asked who we are first: a wrong key shows before anybody types a value. */
async function connect(options: VaultOption, host: CliHost): Promise<Connection> {
  const vault = connectToVault(options, host);
  const identity = await vault.me();
  noteEnd(identity, host);
  return { vault, accountId: identity.accountId, host };
}

/** Sign-ins end within hours, and a new one costs little. */
function noteEnd({ id, role, expiresAt }: Identity, host: CliHost): void {
  if (expiresAt === undefined || id.startsWith('ses_')) return;
  if (Date.parse(expiresAt) - Date.parse(host.now()) > warnedBefore) return;
  const next =
    role === 'admin'
      ? 'Issue another one before: agent-secrets tokens issue NAME --role admin'
      : 'Ask an admin for another one.';
  host.note(`note: your key ends ${ahead(expiresAt, host.now())}. ${next}`);
}

const warnedBefore = 30 * 86_400_000;
