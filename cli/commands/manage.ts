import type { Command } from 'commander';
import { type ExitCode, exitCodes } from '../cli-error.ts';
import type { VaultClient } from '../../vault-client/index.ts';
import { connectToVault } from '../knowledge/vault-connection.ts';
import { toJson } from '../output/visible-text.ts';
import type { Surroundings } from '../surroundings.ts';
import { addVaultOptions, type VaultOption } from './options.ts';

export interface ManageOptions extends VaultOption {
  readonly json?: boolean;
}

/** What a command of management works with. */
export interface Desk {
  readonly vault: VaultClient;
  /** The account of the key. */
  readonly accountId: string;
  readonly around: Surroundings;
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
type Act<Options> = (desk: Desk, args: readonly string[], options: Options) => Promise<Answer>;

/** Gives a command the options of all such commands, and prints what it does for people or programs. */
export function manage<Options extends ManageOptions>(
  command: Command,
  around: Surroundings,
  done: (code: ExitCode) => void,
  act: Act<Options>,
): void {
  addVaultOptions(command)
    .option('--json', 'print what the vault answers, for programs')
    .action(async () => {
      const options = command.opts<Options>();
      const desk = await openDesk(options, around);
      const { json, text, code } = await act(desk, command.args, options);
      around.print(options.json === true ? toJson(json) : `${text}\n`);
      done(code ?? exitCodes.clean);
    });
}

/** Asked who we are first: a wrong key shows before anybody types a value. */
async function openDesk(options: VaultOption, around: Surroundings): Promise<Desk> {
  const vault = connectToVault(options, around);
  const { accountId } = await vault.me();
  return { vault, accountId, around };
}
