import { type Command, Option } from 'commander';

export interface FormatOption<Format> {
  readonly format: Format;
}

export function formatOption(formats: readonly string[]): Option {
  return new Option('--format <format>', 'how to print the result').choices(formats).default('text');
}

export interface VaultOption {
  readonly vault?: string;
  readonly keyFile?: string;
}

/** The key is deliberately not an option: arguments are visible to every process of the machine. */
export function addVaultOptions(command: Command): Command {
  return command
    .option(
      '--vault <url>',
      'use this vault; default: AGENT_SECRETS_VAULT_URL, or the one that you are logged in to',
    )
    .option(
      '--key-file <file>',
      'file with your key for the vault; default: AGENT_SECRETS_KEY, or the key that `login` has stored',
    );
}

export const pathsArgument = ['[paths...]', 'files and folders; default: the working directory'] as const;

export interface YesOption extends VaultOption {
  readonly json?: boolean;
  readonly yes?: boolean;
}

export const yesOption = ['--yes', 'skip the confirmation'] as const;

/** A role of users; processes have tokens of the role `agent`. */
export function personRoleOption(description: string): Option {
  return new Option('--role <role>', description).choices(['admin', 'author', 'reviewer']);
}
