import type { Command } from 'commander';

/** `agent-secrets vault …` */
export function vaultGroup(program: Command): Command {
  return commandGroup(program, 'vault', 'the vault itself');
}

/** The parent of a group of commands, such as `agent-secrets vault …`; created by the first caller. */
export function commandGroup(program: Command, name: string, description: string): Command {
  const group = program.commands.find((command) => command.name() === name);
  return group ?? program.command(name).description(description);
}
