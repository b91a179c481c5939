import type { Command } from 'commander';
import type { CliHost } from '../../host/cli-host.ts';

/** Adds a command whose action returns the exit code. */
export type AddCommand = (program: Command, host: CliHost, done: (code: number) => void) => void;

/** `agent-secrets vault …` */
export function vaultGroup(program: Command): Command {
  return commandGroup(program, 'vault', 'the vault itself');
}

/**
 * Returns the parent of a group of commands, such as `agent-secrets vault …`, and creates it if necessary.
 */
export function commandGroup(program: Command, name: string, description: string): Command {
  const group = program.commands.find((command) => command.name() === name);
  return group ?? program.command(name).description(description);
}
